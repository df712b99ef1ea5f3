package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.query.Scope.Entry;
import dev.verdigris.engine.sql.DataStatement.Assignment;
import dev.verdigris.engine.sql.DataStatement.Delete;
import dev.verdigris.engine.sql.DataStatement.Insert;
import dev.verdigris.engine.sql.DataStatement.Update;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE. */
final class WriteTranslator {
  private static final String TABLE = "t";

  private final Planning planning;

  WriteTranslator(Planning planning) {
    this.planning = planning;
  }

  PlannedQuery insert(Insert insert) {
    Item table = planning.item(insert.table());
    requireWritable(table, "insert into");
    List<Integer> targets = targets(insert, table);
    String sql = "INSERT INTO " + table.physicalName() + " AS " + TABLE;
    Query source = insert.source();
    if (source == null) {
      sql += " DEFAULT VALUES";
    } else {
      List<SqlType> types = targets.stream().map(i -> table.columns().get(i).type()).toList();
      Relation rows = rows(source, table, targets, types, !insert.columns().isEmpty());
      List<String> names = new ArrayList<>();
      for (int i = 0; i < rows.columns().size(); i++) {
        names.add(table.physicalColumn(targets.get(i) + 1));
      }
      sql += " (" + String.join(", ", names) + ") " + rows.sql();
    }
    PlannedQuery plan = returning(sql, insert, table);
    boolean constant = source != null && source.body() instanceof Query.Values;
    // What is wrong with a row that is written out is told before anything is evaluated.
    return constant && plan.reads().equals(Set.of(table.id())) ? plan.withoutEvaluation() : plan;
  }

  private PlannedQuery returning(String sql, Insert insert, Item table) {
    if (insert.returning().isEmpty()) {
      return planning.planned(sql, List.of(), Keys.NONE);
    }
    Scope scope = Scope.EMPTY.inner(entries(table, table.name()));
    ExpressionTranslator translator = new ExpressionTranslator(planning, scope);
    List<OutputColumn> columns = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (Query.SelectItem item : insert.returning()) {
      if (item instanceof Query.SelectItem.Item single) {
        Expression e = translator.translate(single.expr());
        e = e.isUnknown() ? planning.casts.cast(e, SqlType.TEXT, Casts.When.IMPLICIT) : e;
        Ident alias = single.alias();
        String name = alias == null ? ColumnNames.of(single.expr(), planning) : alias.value();
        columns.add(new OutputColumn(name, e.type(), e.nullable()));
        items.add(Rendering.rendered(e.sql(), e.type()));
      } else {
        for (Entry entry : scope.wildcard()) {
          Expression e = entry.expression();
          columns.add(new OutputColumn(entry.name(), e.type(), e.nullable()));
          items.add(Rendering.rendered(e.sql(), e.type()));
        }
      }
    }
    return planning.planned(sql + " RETURNING " + String.join(", ", items), columns, Keys.NONE);
  }

  private List<Integer> targets(Insert insert, Item table) {
    List<Integer> targets = new ArrayList<>();
    if (insert.columns().isEmpty()) {
      for (int i = 0; i < table.columns().size(); i++) {
        targets.add(i);
      }
      return targets;
    }
    for (Ident column : insert.columns()) {
      int position = table.position(column.value());
      if (position == 0) {
        throw SqlException.internal(
            "column \""
                + column.value()
                + "\" of relation \""
                + fullName(table)
                + "\" does not exist");
      }
      if (targets.contains(position - 1)) {
        throw SqlException.internal("column \"" + column.value() + "\" specified more than once");
      }
      targets.add(position - 1);
    }
    return targets;
  }

  /** The rows to insert, each column cast to that of the table. */
  private Relation rows(
      Query source, Item table, List<Integer> targets, List<SqlType> types, boolean named) {
    boolean plain =
        source.with() == null
            && source.orderBy().isEmpty()
            && source.limit() == null
            && source.offset() == null;
    if (plain && source.body() instanceof Query.Values values) {
      return values(values, table, targets, types, named);
    }
    Relation relation = new QueryTranslator(planning).query(source, Scope.EMPTY, false);
    requireWidth(relation.columns().size(), targets.size(), named);
    List<SqlType> wanted = types.subList(0, relation.columns().size());
    for (int i = 0; i < wanted.size(); i++) {
      requireAssignable(relation.types().get(i), table.columns().get(targets.get(i)));
    }
    return modified(new QueryTranslator(planning).cast(relation, wanted), wanted);
  }

  /** Precision and length of the target columns. */
  private static Relation modified(Relation relation, List<SqlType> types) {
    if (types.stream().noneMatch(type -> type.modifier() >= 0)) {
      return relation;
    }
    List<String> items = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String name = "m.c" + (i + 1);
      SqlType type = types.get(i);
      items.add(type.modifier() < 0 ? name : Casts.modifiedSql(name, type));
    }
    return relation.withSql(
        "SELECT "
            + String.join(", ", items)
            + " FROM ("
            + relation.sql()
            + ") AS m"
            + relation.columnList());
  }

  private Relation values(
      Query.Values values, Item table, List<Integer> targets, List<SqlType> types, boolean named) {
    ExpressionTranslator translator = new ExpressionTranslator(planning, Scope.EMPTY);
    List<String> lines = new ArrayList<>();
    List<OutputColumn> columns = new ArrayList<>();
    for (List<Expr> row : values.rows()) {
      requireWidth(row.size(), targets.size(), named);
      if (row.size() != values.rows().get(0).size()) {
        throw SqlException.internal("VALUES lists must all be the same length");
      }
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Expression e = translator.translate(row.get(i));
        requireAssignable(e.type(), table.columns().get(targets.get(i)));
        cells.add(planning.casts.cast(e, types.get(i), Casts.When.ASSIGNMENT).sql());
      }
      lines.add("(" + String.join(", ", cells) + ")");
    }
    for (int i = 0; i < values.rows().get(0).size(); i++) {
      columns.add(new OutputColumn("column" + (i + 1), types.get(i), true));
    }
    return new Relation("VALUES " + String.join(", ", lines), columns, Keys.NONE);
  }

  private static void requireWidth(int given, int targets, boolean named) {
    if (given > targets) {
      throw SqlException.internal("INSERT has more expressions than target columns");
    }
    if (named && given < targets) {
      throw SqlException.internal("INSERT has more target columns than expressions");
    }
  }

  private static void requireAssignable(SqlType given, Column column) {
    boolean fits = Casts.when(given, column.type()).compareTo(Casts.When.ASSIGNMENT) <= 0;
    if (!fits) {
      throw SqlException.internal(
          "column \""
              + column.name()
              + "\" is of type "
              + column.type().display()
              + " but expression is of type "
              + given.display());
    }
  }

  PlannedQuery update(Update update) {
    Item table = planning.item(update.table());
    requireWritable(table, "mutate");
    String shown = update.alias() == null ? table.name() : update.alias().name().value();
    Scope scope = Scope.EMPTY.inner(entries(table, shown));
    ExpressionTranslator translator = new ExpressionTranslator(planning, scope);
    List<String> sets = new ArrayList<>();
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (Assignment assignment : update.assignments()) {
      int position = table.position(assignment.column().value());
      if (position == 0) {
        throw SqlException.internal("unknown column " + assignment.column().value());
      }
      Column column = table.columns().get(position - 1);
      Expression value = translator.translate(assignment.value());
      requireAssignable(value.type(), column);
      String sql = planning.casts.cast(value, column.type(), Casts.When.ASSIGNMENT).sql();
      sets.add(table.physicalColumn(position) + " = " + sql);
      before.add(TABLE + "." + table.physicalColumn(position));
      after.add(sql);
    }
    // A row that stays as it is does not count as updated (recorded: sinks.jsonl, group topics).
    String changes =
        "ROW("
            + String.join(", ", before)
            + ") IS DISTINCT FROM ROW("
            + String.join(", ", after)
            + ")";
    String where = where(update.where(), translator);
    String sql =
        "UPDATE "
            + table.physicalName()
            + " AS "
            + TABLE
            + " SET "
            + String.join(", ", sets)
            + (where.isEmpty() ? " WHERE " : where + " AND ")
            + changes;
    return planning.planned(sql, List.of(), Keys.NONE);
  }

  PlannedQuery delete(Delete delete) {
    Item table = planning.item(delete.table());
    requireWritable(table, "mutate");
    String shown = delete.alias() == null ? table.name() : delete.alias().name().value();
    List<Entry> entries = new ArrayList<>(entries(table, shown));
    String using = "";
    if (!delete.using().isEmpty()) {
      FromTranslator.Joined joined = new FromTranslator(planning, Scope.EMPTY).from(delete.using());
      entries.addAll(joined.entries());
      using = " USING " + joined.sql();
    }
    ExpressionTranslator translator =
        new ExpressionTranslator(planning, Scope.EMPTY.inner(entries));
    String sql =
        "DELETE FROM "
            + table.physicalName()
            + " AS "
            + TABLE
            + using
            + where(delete.where(), translator);
    return planning.planned(sql, List.of(), Keys.NONE);
  }

  private static String where(@Nullable Expr where, ExpressionTranslator translator) {
    return where == null
        ? ""
        : " WHERE (" + translator.condition(where, "WHERE clause").sql() + ")";
  }

  private List<Entry> entries(Item table, String shown) {
    List<Entry> entries = new ArrayList<>();
    int number = planning.nextRelation();
    List<String> full = planning.state.fullName(table);
    List<String> path =
        shown.equals(table.name()) ? full.subList(0, full.size() - 1) : List.<String>of();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      Expression e =
          Expression.of(TABLE + "." + table.physicalColumn(i + 1), column.type(), column.nullable())
              .withOrigin(new Origin.Column(number, i));
      entries.add(new Entry(shown, path, column.name(), e, false));
    }
    return entries;
  }

  private void requireWritable(Item table, String verb) {
    String name = "'" + fullName(table) + "'";
    if (table.isSystem() && table.type().isRelation()) {
      throw SqlException.internal("cannot " + verb + " system table " + name);
    }
    if (table.type() != ObjectType.TABLE) {
      throw SqlException.internal("cannot " + verb + " " + table.type().words() + " " + name);
    }
    if (table.facts() instanceof ItemFacts.Export) {
      throw SqlException.internal("cannot " + verb + " non-writeable table " + name);
    }
  }

  private String fullName(Item item) {
    return String.join(".", planning.state.fullName(item));
  }
}
