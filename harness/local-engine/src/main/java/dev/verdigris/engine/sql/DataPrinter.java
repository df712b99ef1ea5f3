package dev.verdigris.engine.sql;

import static dev.verdigris.engine.sql.Doc.bracketed;
import static dev.verdigris.engine.sql.Doc.commas;
import static dev.verdigris.engine.sql.Doc.concat;
import static dev.verdigris.engine.sql.Doc.lines;
import static dev.verdigris.engine.sql.Doc.text;
import static dev.verdigris.engine.sql.Doc.titled;

import dev.verdigris.engine.sql.DataStatement.AsOf;
import dev.verdigris.engine.sql.DataStatement.CopyRelation;
import dev.verdigris.engine.sql.DataStatement.SubscribeOutput;
import dev.verdigris.engine.sql.DataStatement.SubscribeRelation;
import dev.verdigris.engine.sql.ExplainStatement.Explainee;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes statements that read or write rows, and EXPLAIN. */
final class DataPrinter {
  private final Printers printers;
  private final NamePrinter names;

  DataPrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
  }

  Doc data(DataStatement data) {
    if (data instanceof DataStatement.SelectStatement select) {
      List<Doc> parts = new ArrayList<>();
      parts.add(printers.queries.query(select.query()));
      addAsOf(select.asOf(), parts);
      return lines(parts);
    }
    if (data instanceof DataStatement.Insert insert) {
      return insert(insert);
    }
    if (data instanceof DataStatement.Update update) {
      return update(update);
    }
    if (data instanceof DataStatement.Delete delete) {
      return delete(delete);
    }
    if (data instanceof DataStatement.Subscribe subscribe) {
      return subscribe(subscribe);
    }
    return copy((DataStatement.Copy) data);
  }

  private void addAsOf(@Nullable AsOf asOf, List<Doc> parts) {
    if (asOf != null) {
      String title = asOf.atLeast() ? "AS OF AT LEAST " : "AS OF ";
      parts.add(concat(text(title), printers.exprs.expr(asOf.time())));
    }
  }

  private Doc insert(DataStatement.Insert insert) {
    List<Doc> parts = new ArrayList<>();
    String columns = insert.columns().isEmpty() ? "" : " (" + names.idents(insert.columns()) + ")";
    parts.add(text("INSERT INTO " + names.item(insert.table()) + columns));
    Query source = insert.source();
    parts.add(source == null ? text("DEFAULT VALUES") : printers.queries.query(source));
    if (!insert.returning().isEmpty()) {
      parts.add(titled("RETURNING", commas(printers.queries.items(insert.returning()))));
    }
    return lines(parts);
  }

  private Doc update(DataStatement.Update update) {
    List<Doc> parts = new ArrayList<>();
    parts.add(text("UPDATE " + names.item(update.table()) + printers.queries.as(update.alias())));
    List<Doc> assignments =
        update.assignments().stream()
            .map(a -> concat(text(names.ident(a.column()) + " = "), printers.exprs.expr(a.value())))
            .toList();
    parts.add(titled("SET", commas(assignments)));
    addWhere(update.where(), parts);
    return lines(parts);
  }

  private void addWhere(@Nullable Expr where, List<Doc> parts) {
    if (where != null) {
      parts.add(titled("WHERE", printers.exprs.expr(where)));
    }
  }

  private Doc delete(DataStatement.Delete delete) {
    List<Doc> parts = new ArrayList<>();
    parts.add(
        text("DELETE FROM " + names.item(delete.table()) + printers.queries.as(delete.alias())));
    if (!delete.using().isEmpty()) {
      List<Doc> using = delete.using().stream().map(printers.queries::from).toList();
      parts.add(titled("USING", commas(using)));
    }
    addWhere(delete.where(), parts);
    return lines(parts);
  }

  private Doc subscribe(DataStatement.Subscribe subscribe) {
    List<Doc> parts = new ArrayList<>();
    parts.add(
        subscribe.relation() instanceof SubscribeRelation.ToRelation relation
            ? text("SUBSCRIBE " + names.item(relation.name()))
            : bracketed(
                "SUBSCRIBE (",
                printers.queries.query(((SubscribeRelation.ToQuery) subscribe.relation()).query()),
                ")"));
    if (subscribe.output() != null) {
      parts.add(output(subscribe.output()));
    }
    printers.creates.addWith(subscribe.options(), parts);
    addAsOf(subscribe.asOf(), parts);
    if (subscribe.upTo() != null) {
      parts.add(concat(text("UP TO "), printers.exprs.expr(subscribe.upTo())));
    }
    return lines(parts);
  }

  private Doc output(SubscribeOutput output) {
    if (output instanceof SubscribeOutput.UpsertOutput upsert) {
      return text("ENVELOPE UPSERT (KEY (" + names.idents(upsert.key()) + "))");
    }
    if (output instanceof SubscribeOutput.DebeziumOutput debezium) {
      return text("ENVELOPE DEBEZIUM (KEY (" + names.idents(debezium.key()) + "))");
    }
    return concat(
        text("WITHIN TIMESTAMP "),
        printers.exprs.orderBy(((SubscribeOutput.WithinTimestamp) output).orderBy()));
  }

  private Doc copy(DataStatement.Copy copy) {
    List<Doc> parts = new ArrayList<>();
    parts.add(concat(text("COPY "), relation(copy.relation())));
    String inOrOut = copy.to() ? "TO STDOUT" : "FROM STDIN";
    parts.add(
        copy.target() == null
            ? text(inOrOut)
            : concat(text(copy.to() ? "TO " : "FROM "), printers.exprs.expr(copy.target())));
    printers.creates.addWith(copy.options(), parts);
    return lines(parts);
  }

  private Doc relation(CopyRelation relation) {
    if (relation instanceof CopyRelation.CopyTable table) {
      String columns = table.columns().isEmpty() ? "" : " (" + names.idents(table.columns()) + ")";
      return text(names.item(table.name()) + columns);
    }
    return relation instanceof CopyRelation.CopyQuery query
        ? bracketed("(", data(query.select()), ")")
        : bracketed("(", subscribe(((CopyRelation.CopySubscribe) relation).subscribe()), ")");
  }

  Doc explain(ExplainStatement explain) {
    if (explain instanceof ExplainStatement.ExplainTimestamp timestamp) {
      String title = "EXPLAIN TIMESTAMP" + format(timestamp.format()) + " FOR";
      return lines(List.of(text(title), data(timestamp.select())));
    }
    if (explain instanceof ExplainStatement.ExplainFilterPushdown pushdown) {
      return lines(List.of(text("EXPLAIN FILTER PUSHDOWN FOR"), explainee(pushdown.explainee())));
    }
    if (explain instanceof ExplainStatement.ExplainSinkSchema schema) {
      String title = "EXPLAIN " + (schema.key() ? "KEY" : "VALUE") + " SCHEMA";
      return lines(
          List.of(
              text(title + format(schema.format()) + " FOR"),
              printers.creates.create(schema.sink())));
    }
    ExplainStatement.ExplainPlan plan = (ExplainStatement.ExplainPlan) explain;
    String stage =
        plan.stage() == null ? "" : " " + plan.stage().name().replace('_', ' ') + " PLAN";
    List<Doc> parts = new ArrayList<>();
    parts.add(text("EXPLAIN" + stage));
    printers.creates.addWith(plan.options(), parts);
    boolean plain = plan.stage() == null && plan.options().isEmpty() && plan.format() == null;
    if (!plain) {
      parts.add(text((format(plan.format()) + " FOR").strip()));
    }
    parts.add(explainee(plan.explainee()));
    return lines(parts);
  }

  private static String format(ExplainStatement.@Nullable Format format) {
    return format == null ? "" : " AS " + format.name().replace('_', ' ');
  }

  private Doc explainee(Explainee explainee) {
    if (explainee instanceof Explainee.ExplainObject object) {
      String replan = object.replan() ? "REPLAN " : "";
      return text(replan + object.kind().sql() + " " + names.item(object.name()));
    }
    Explainee.ExplainQuery query = (Explainee.ExplainQuery) explainee;
    Doc statement = printers.statements.statement(query.statement());
    return query.broken() ? concat(text("BROKEN "), statement) : statement;
  }
}
