package dev.verdigris.engine.sql;

import static dev.verdigris.engine.sql.Doc.bracketed;
import static dev.verdigris.engine.sql.Doc.commas;
import static dev.verdigris.engine.sql.Doc.concat;
import static dev.verdigris.engine.sql.Doc.group;
import static dev.verdigris.engine.sql.Doc.line;
import static dev.verdigris.engine.sql.Doc.lines;
import static dev.verdigris.engine.sql.Doc.nest;
import static dev.verdigris.engine.sql.Doc.text;
import static dev.verdigris.engine.sql.Doc.titled;

import dev.verdigris.engine.sql.Query.Body;
import dev.verdigris.engine.sql.Query.Factor;
import dev.verdigris.engine.sql.Query.With;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes queries. */
final class QueryPrinter {
  private final Printers printers;
  private final NamePrinter names;

  QueryPrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
  }

  Doc query(Query query) {
    List<Doc> parts = new ArrayList<>();
    if (query.with() != null) {
      parts.add(with(query.with()));
    }
    parts.add(body(query.body()));
    if (!query.orderBy().isEmpty()) {
      parts.add(printers.exprs.orderBy(query.orderBy()));
    }
    if (query.limit() != null) {
      parts.add(titled("LIMIT", printers.exprs.expr(query.limit())));
    }
    if (query.offset() != null) {
      parts.add(titled("OFFSET", printers.exprs.expr(query.offset())));
    }
    return lines(parts);
  }

  private Doc with(With with) {
    if (with instanceof With.Simple simple) {
      return titled("WITH", commas(simple.ctes().stream().map(this::cte).toList()));
    }
    With.MutuallyRecursive recursive = (With.MutuallyRecursive) with;
    String options =
        recursive.options().isEmpty()
            ? ""
            : Doc.flat(printers.options.parenthesized(" ", recursive.options()));
    return titled(
        "WITH MUTUALLY RECURSIVE" + options,
        commas(recursive.ctes().stream().map(this::recursiveCte).toList()));
  }

  private Doc cte(Query.Cte cte) {
    return bracketed(alias(cte.alias()) + " AS (", query(cte.query()), ")");
  }

  private Doc recursiveCte(Query.RecursiveCte cte) {
    String columns =
        cte.columns().stream()
            .map(c -> names.ident(c.name()) + " " + names.type(c.type()))
            .collect(Collectors.joining(", ", "(", ")"));
    return bracketed(names.ident(cte.name()) + " " + columns + " AS (", query(cte.query()), ")");
  }

  String alias(Query.Alias alias) {
    return names.ident(alias.name())
        + (alias.columns().isEmpty() ? "" : " (" + names.idents(alias.columns()) + ")");
  }

  String as(Query.@Nullable Alias alias) {
    return alias == null ? "" : " AS " + alias(alias);
  }

  private Doc body(Body body) {
    if (body instanceof Query.Select select) {
      return select(select);
    }
    if (body instanceof Query.SetOperation operation) {
      String operator = operation.operator() + (operation.all() ? " ALL" : "");
      return group(
          concat(
              body(operation.left()),
              line(),
              group(nest(concat(text(operator), line(), body(operation.right()))))));
    }
    if (body instanceof Query.Values values) {
      List<Doc> rows =
          values.rows().stream()
              .map(row -> bracketed("(", commas(printers.exprs.exprs(row)), ")"))
              .toList();
      return titled("VALUES", commas(rows));
    }
    if (body instanceof Query.NestedQuery nested) {
      return bracketed("(", query(nested.query()), ")");
    }
    if (body instanceof Query.Table table) {
      return text("TABLE " + names.item(table.name()));
    }
    return printers.statements.show(((Query.Show) body).show());
  }

  private Doc select(Query.Select select) {
    List<Doc> parts = new ArrayList<>();
    String distinct = distinct(select.distinct());
    parts.add(
        select.items().isEmpty()
            ? text("SELECT" + distinct)
            : titled("SELECT" + distinct, commas(items(select.items()))));
    if (!select.from().isEmpty()) {
      parts.add(titled("FROM", commas(select.from().stream().map(this::from).toList())));
    }
    if (select.where() != null) {
      parts.add(titled("WHERE", printers.exprs.expr(select.where())));
    }
    if (!select.groupBy().isEmpty()) {
      parts.add(titled("GROUP BY", commas(printers.exprs.exprs(select.groupBy()))));
    }
    if (select.having() != null) {
      parts.add(titled("HAVING", printers.exprs.expr(select.having())));
    }
    if (select.qualify() != null) {
      parts.add(titled("QUALIFY", printers.exprs.expr(select.qualify())));
    }
    if (!select.options().isEmpty()) {
      parts.add(printers.options.parenthesized("OPTIONS ", select.options()));
    }
    return lines(parts);
  }

  private String distinct(Query.@Nullable Distinct distinct) {
    if (distinct == null) {
      return "";
    }
    return distinct.on().isEmpty()
        ? " DISTINCT"
        : " DISTINCT ON (" + Doc.flat(commas(printers.exprs.exprs(distinct.on()))) + ")";
  }

  List<Doc> items(List<Query.SelectItem> items) {
    return items.stream().map(this::item).toList();
  }

  private Doc item(Query.SelectItem item) {
    if (item instanceof Query.SelectItem.Item expr) {
      Doc doc = printers.exprs.expr(expr.expr());
      return expr.alias() == null ? doc : concat(doc, text(" AS " + names.ident(expr.alias())));
    }
    return text("*");
  }

  Doc from(Query.From from) {
    List<Doc> parts = new ArrayList<>();
    parts.add(factor(from.factor()));
    for (Query.Join join : from.joins()) {
      parts.add(join(join));
    }
    return group(nest(Doc.joined(parts, line())));
  }

  private Doc join(Query.Join join) {
    boolean natural = join.condition() instanceof Query.Condition.Natural;
    String kind =
        (natural ? "NATURAL " : "")
            + (join.kind() == Query.JoinKind.INNER ? "" : join.kind() + " ")
            + "JOIN ";
    Doc start = concat(text(kind), factor(join.factor()));
    if (join.condition() instanceof Query.Condition.On on) {
      return concat(start, text(" ON "), printers.exprs.expr(on.expr()));
    }
    if (join.condition() instanceof Query.Condition.Using using) {
      String alias = using.alias() == null ? "" : " AS " + names.ident(using.alias());
      return concat(start, text(" USING (" + names.idents(using.columns()) + ")" + alias));
    }
    return start;
  }

  private Doc factor(Factor factor) {
    Doc alias = text(as(factor.alias()));
    if (factor instanceof Factor.Relation relation) {
      return concat(text(names.item(relation.name())), alias);
    }
    if (factor instanceof Factor.TableFunction function) {
      return concat(
          printers.exprs.call(function.call()), ordinality(function.withOrdinality()), alias);
    }
    if (factor instanceof Factor.RowsFrom rows) {
      List<Doc> calls = rows.calls().stream().map(printers.exprs::call).toList();
      return concat(
          bracketed("ROWS FROM (", commas(calls), ")"), ordinality(rows.withOrdinality()), alias);
    }
    if (factor instanceof Factor.Derived derived) {
      return concat(
          bracketed(derived.lateral() ? "LATERAL (" : "(", query(derived.query()), ")"), alias);
    }
    return concat(bracketed("(", from(((Factor.NestedJoin) factor).join()), ")"), alias);
  }

  private static Doc ordinality(boolean with) {
    return text(with ? " WITH ORDINALITY" : "");
  }
}
