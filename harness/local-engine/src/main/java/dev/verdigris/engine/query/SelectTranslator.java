package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.query.Scope.Entry;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.OrderBy;
import dev.verdigris.engine.sql.Query.Select;
import dev.verdigris.engine.sql.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** SELECT … FROM … WHERE … GROUP BY … HAVING …. */
final class SelectTranslator {

  /** A result column before it has its place. */
  private record Output(String name, Expression expression) {}

  private final Planning planning;

  SelectTranslator(Planning planning) {
    this.planning = planning;
  }

  /** All columns of what was joined, as they are. */
  static Relation plain(FromTranslator.Joined joined) {
    List<OutputColumn> columns = new ArrayList<>();
    List<String> items = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (Entry entry : joined.entries()) {
      Expression e = entry.expression();
      columns.add(new OutputColumn(entry.name(), e.type(), e.nullable()));
      items.add(e.sql() + " AS c" + columns.size());
      ids.add(e.origin() instanceof Origin.Column column ? JoinKeys.id(column) : -1);
    }
    Keys keys = JoinKeys.of(joined.conditions()).keys(joined.inputs()).mapped(id -> at(ids, id));
    return new Relation(
        "SELECT " + String.join(", ", items) + " FROM " + joined.sql(), columns, keys);
  }

  private static @Nullable Integer at(List<Integer> ids, int id) {
    int index = ids.indexOf(id);
    return index < 0 ? null : index;
  }

  Relation select(Select select, List<OrderBy> orderBy, Scope outer) {
    Expr qualify = select.qualify();
    if (qualify != null) {
      return qualified(select, qualify, orderBy, outer);
    }
    FromTranslator.Joined from = new FromTranslator(planning, outer).from(select.from());
    List<Expression> conditions = new ArrayList<>(from.conditions());
    Scope scope = outer.inner(from.entries());
    ExpressionTranslator translator = new ExpressionTranslator(planning, scope);
    Expression where = null;
    if (select.where() != null) {
      where = translator.condition(select.where(), "WHERE clause");
      conditions.add(where);
    }
    JoinKeys facts = JoinKeys.of(conditions);
    scope = outer.inner(narrowed(from.entries(), facts));
    translator =
        select.groupBy().isEmpty()
            ? new ExpressionTranslator(planning, scope)
            : ExpressionTranslator.ofGroups(planning, scope);
    List<Output> outputs = outputs(select.items(), scope, translator);
    Grouping grouping =
        Grouping.of(select.groupBy(), names(outputs), expressions(outputs), scope, translator);
    Expression having =
        select.having() == null ? null : translator.condition(select.having(), "HAVING clause");
    boolean aggregates =
        having != null
            || outputs.stream().anyMatch(output -> output.expression().facts().aggregate());
    boolean grouped = !select.groupBy().isEmpty() || aggregates;
    if (grouped) {
      List<Output> checked = new ArrayList<>();
      for (Output output : outputs) {
        checked.add(new Output(output.name(), grouping.check(output.expression())));
      }
      outputs = checked;
      if (having != null) {
        grouping.check(having);
      }
    }
    List<Expression> on = distinctOn(select, outputs, translator);
    if (select.distinct() != null) {
      List<Expression> told = on.isEmpty() ? expressions(outputs) : on;
      told.forEach(e -> Ordering.requireExact(e.type(), "DISTINCT"));
    }
    String order = order(orderBy, select, outputs, on, grouped ? grouping : null, translator);
    String sql = sql(select, from, where, grouping, having, outputs, on) + order;
    return new Relation(
        sql, columns(outputs), keys(select, from, facts, grouped, grouping, outputs, on));
  }

  private static String sql(
      Select select,
      FromTranslator.Joined from,
      @Nullable Expression where,
      Grouping grouping,
      @Nullable Expression having,
      List<Output> outputs,
      List<Expression> on) {
    StringBuilder sql = new StringBuilder("SELECT ");
    if (!on.isEmpty()) {
      sql.append("DISTINCT ON (").append(joined(on)).append(") ");
    } else if (select.distinct() != null) {
      sql.append("DISTINCT ");
    }
    for (int i = 0; i < outputs.size(); i++) {
      Expression e = outputs.get(i).expression();
      sql.append(i == 0 ? "" : ", ").append(e.sql()).append(" AS c").append(i + 1);
    }
    if (!from.sql().isEmpty()) {
      sql.append(" FROM ").append(from.sql());
    }
    if (where != null) {
      sql.append(" WHERE ").append(where.sql());
    }
    if (!select.groupBy().isEmpty()) {
      sql.append(" GROUP BY ").append(grouping.sql());
    }
    if (having != null) {
      sql.append(" HAVING ").append(having.sql());
    }
    return sql.toString();
  }

  private static String joined(List<Expression> expressions) {
    return String.join(", ", expressions.stream().map(Expression::sql).toList());
  }

  /** QUALIFY filters rows by window functions, so it is a WHERE around the rest. */
  private Relation qualified(Select select, Expr qualify, List<OrderBy> orderBy, Scope outer) {
    if (select.distinct() != null) {
      throw SqlException.unsupported("QUALIFY with DISTINCT");
    }
    List<SelectItem> items = new ArrayList<>(select.items());
    items.add(new SelectItem.Item(qualify, new Ident("?qualify?")));
    Select inner =
        new Select(
            null,
            items,
            select.from(),
            select.where(),
            select.groupBy(),
            select.having(),
            null,
            select.options());
    Relation relation = select(inner, List.of(), outer);
    int last = relation.columns().size();
    if (!relation.types().get(last - 1).is("bool")) {
      throw QueryErrors.notBoolean("QUALIFY clause", relation.types().get(last - 1));
    }
    List<OutputColumn> columns = relation.columns().subList(0, last - 1);
    List<String> names = columns.stream().map(OutputColumn::name).toList();
    List<String> shown = new ArrayList<>();
    for (int i = 1; i < last; i++) {
      shown.add("q.c" + i + " AS c" + i);
    }
    List<String> keys = new ArrayList<>();
    for (OrderBy key : orderBy) {
      int index = Ordering.outputIndex(key.expr(), names);
      if (index < 0) {
        throw SqlException.unsupported("ORDER BY of what is not shown, with QUALIFY");
      }
      keys.add(Ordering.sql("q.c" + (index + 1), columns.get(index).type(), key));
    }
    String sql =
        "SELECT "
            + String.join(", ", shown)
            + " FROM ("
            + relation.sql()
            + ") AS q"
            + relation.columnList()
            + " WHERE q.c"
            + last
            + (keys.isEmpty() ? "" : " ORDER BY " + String.join(", ", keys));
    return new Relation(sql, columns, Keys.NONE);
  }

  /** The columns with what a condition rules out: null. */
  private static List<Entry> narrowed(List<Entry> entries, JoinKeys facts) {
    return entries.stream()
        .map(
            e ->
                facts.isNotNull(e.expression())
                    ? e.withExpression(e.expression().withNullable(false))
                    : e)
        .toList();
  }

  private List<Output> outputs(
      List<SelectItem> items, Scope scope, ExpressionTranslator translator) {
    List<Output> outputs = new ArrayList<>();
    for (SelectItem item : items) {
      if (item instanceof SelectItem.Wildcard) {
        if (scope.entries().isEmpty()) {
          throw SqlException.internal("SELECT * with no tables specified is not valid");
        }
        scope.wildcard().forEach(entry -> outputs.add(output(entry)));
        continue;
      }
      SelectItem.Item single = (SelectItem.Item) item;
      if (single.expr() instanceof Expr.QualifiedWildcard wildcard) {
        scope
            .wildcard(wildcard.qualifier().stream().map(part -> part.value()).toList())
            .forEach(entry -> outputs.add(output(entry)));
      } else if (single.expr() instanceof Expr.WildcardAccess access) {
        outputs.addAll(fields(access.expr(), translator));
      } else {
        String name =
            single.alias() == null
                ? ColumnNames.of(single.expr(), planning)
                : single.alias().value();
        outputs.add(new Output(name, translator.selectItem(single.expr())));
      }
    }
    return outputs;
  }

  private static Output output(Entry entry) {
    String table = entry.table() == null ? "" : entry.table() + ".";
    Expression e = entry.expression();
    return new Output(entry.name(), e.withFacts(e.facts().withColumn(table + entry.name())));
  }

  /** {@code (f(x)).*}: a function's fields, or a row's. */
  private List<Output> fields(Expr expr, ExpressionTranslator translator) {
    Expression row = translator.translateRow(expr);
    List<Output> outputs = new ArrayList<>();
    List<SqlType.Field> fields = row.type().fields();
    if (fields.isEmpty()) {
      throw SqlException.unsupported(".* of " + row.type().display());
    }
    for (int i = 0; i < fields.size(); i++) {
      outputs.add(new Output(fields.get(i).name(), translator.field(row, i)));
    }
    return outputs;
  }

  private List<Expression> distinctOn(
      Select select, List<Output> outputs, ExpressionTranslator translator) {
    List<Expression> on = new ArrayList<>();
    if (select.distinct() != null) {
      for (Expr expr : select.distinct().on()) {
        int index = Ordering.outputIndex(expr, names(outputs));
        boolean number = expr instanceof Expr.NumberLiteral;
        on.add(number ? outputs.get(index).expression() : translator.translate(expr));
      }
    }
    return on;
  }

  private String order(
      List<OrderBy> orderBy,
      Select select,
      List<Output> outputs,
      List<Expression> on,
      @Nullable Grouping grouping,
      ExpressionTranslator translator) {
    List<String> keys = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    boolean distinct = select.distinct() != null && on.isEmpty();
    for (OrderBy key : orderBy) {
      int index = Ordering.outputIndex(key.expr(), names(outputs));
      Expression e;
      if (index >= 0) {
        e = outputs.get(index).expression();
      } else {
        e = translator.translate(key.expr());
        e = e.isUnknown() ? planning.casts.cast(e, SqlType.TEXT, Casts.When.IMPLICIT) : e;
        e = grouping == null ? e : grouping.check(e);
        String sql = e.sql();
        if (distinct && outputs.stream().noneMatch(o -> o.expression().sql().equals(sql))) {
          throw SqlException.internal(
              "for SELECT DISTINCT, ORDER BY expressions must appear in select list");
        }
      }
      expressions.add(e.sql());
      keys.add(Ordering.sql(e.sql(), e.type(), key));
    }
    checkDistinctOn(on, expressions);
    return keys.isEmpty() ? "" : " ORDER BY " + String.join(", ", keys);
  }

  private static void checkDistinctOn(List<Expression> on, List<String> order) {
    Set<String> wanted = new TreeSet<>(on.stream().map(Expression::sql).toList());
    int leading = Math.min(wanted.size(), order.size());
    if (!wanted.containsAll(order.subList(0, leading))) {
      throw SqlException.internal(
          "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
    }
  }

  private static List<String> names(List<Output> outputs) {
    return outputs.stream().map(Output::name).toList();
  }

  private static List<Expression> expressions(List<Output> outputs) {
    return outputs.stream().map(Output::expression).toList();
  }

  private static List<OutputColumn> columns(List<Output> outputs) {
    List<OutputColumn> columns = new ArrayList<>();
    for (Output output : outputs) {
      Expression e = output.expression();
      columns.add(new OutputColumn(output.name(), e.type(), e.nullable()));
    }
    return columns;
  }

  private static Keys keys(
      Select select,
      FromTranslator.Joined from,
      JoinKeys facts,
      boolean grouped,
      Grouping grouping,
      List<Output> outputs,
      List<Expression> on) {
    List<Integer> ids = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    boolean windows = false;
    boolean subqueries = Subqueries.in(select);
    for (Output output : outputs) {
      Expression e = output.expression();
      ids.add(e.origin() instanceof Origin.Column column ? JoinKeys.id(column) : -1);
      texts.add(e.sql());
      windows |= e.facts().window();
    }
    if (!on.isEmpty()) {
      Set<Integer> places = place(on, texts);
      return places.size() == new TreeSet<>(on.stream().map(Expression::sql).toList()).size()
          ? Keys.of(places)
          : Keys.NONE;
    }
    Keys keys = Keys.NONE;
    if (grouped) {
      Set<Integer> places = place(grouping.expressions(), texts);
      boolean complete = places.size() == grouping.distinct();
      keys = complete && !windows ? Keys.of(places) : Keys.NONE;
    } else if (!windows && !subqueries) {
      keys = facts.keys(from.inputs()).mapped(id -> at(ids, id));
    }
    return select.distinct() == null ? keys : keys.or(Keys.all(outputs.size()));
  }

  private static Set<Integer> place(List<Expression> expressions, List<String> texts) {
    Set<Integer> places = new TreeSet<>();
    for (Expression e : expressions) {
      int index = texts.indexOf(e.sql());
      if (index >= 0) {
        places.add(index);
      }
    }
    return places;
  }
}
