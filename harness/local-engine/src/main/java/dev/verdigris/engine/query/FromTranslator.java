package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.query.Relation.OutputColumn;
import dev.verdigris.engine.query.Scope.Entry;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.Query.Alias;
import dev.verdigris.engine.sql.Query.Factor;
import dev.verdigris.engine.sql.Query.From;
import dev.verdigris.engine.sql.Query.Join;
import dev.verdigris.engine.sql.Query.JoinKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FROM: relations, functions, subqueries and their joins. */
final class FromTranslator {

  /**
   * Relations joined.
   *
   * @param sql what stands behind FROM
   * @param entries the columns
   * @param inputs what was joined so that only matching rows are left, with their keys
   * @param conditions what all rows meet
   */
  record Joined(
      String sql, List<Entry> entries, List<JoinKeys.Input> inputs, List<Expression> conditions) {}

  private final Planning planning;
  private final Scope scope;

  FromTranslator(Planning planning, Scope scope) {
    this.planning = planning;
    this.scope = scope;
  }

  /** All entries of a FROM, each seeing those before it. */
  Joined from(List<From> items) {
    Joined all = new Joined("", List.of(), List.of(), List.of());
    for (From item : items) {
      Joined next = joins(item, all.entries());
      requireOtherNames(all.entries(), next.entries());
      all =
          all.sql().isEmpty()
              ? next
              : new Joined(
                  all.sql() + ", " + next.sql(),
                  plus(all.entries(), next.entries()),
                  plus(all.inputs(), next.inputs()),
                  plus(all.conditions(), next.conditions()));
    }
    return all;
  }

  private Joined joins(From from, List<Entry> before) {
    Joined left = factor(from.factor(), before);
    for (Join join : from.joins()) {
      left = join(left, join, before);
    }
    return left;
  }

  private Joined join(Joined left, Join join, List<Entry> before) {
    Joined right = factor(join.factor(), plus(before, left.entries()));
    requireOtherNames(left.entries(), right.entries());
    List<Entry> l = left.entries();
    List<Entry> r = right.entries();
    JoinKind kind = join.kind();
    List<Entry> merged = new ArrayList<>();
    List<Expression> conditions = new ArrayList<>();
    if (join.condition() instanceof Query.Condition.Using using) {
      if (using.alias() != null) {
        throw SqlException.unsupported("an alias of USING");
      }
      List<String> names = using.columns().stream().map(c -> c.value()).toList();
      JoinColumns columns = new JoinColumns(planning, l, r, kind);
      names.forEach(name -> columns.merge(name, merged, conditions));
      l = JoinColumns.hide(l, names);
      r = JoinColumns.hide(r, names);
    } else if (join.condition() instanceof Query.Condition.Natural) {
      List<String> names = JoinColumns.shared(l, r);
      JoinColumns columns = new JoinColumns(planning, l, r, kind);
      names.forEach(name -> columns.merge(name, merged, conditions));
      l = JoinColumns.hide(l, names);
      r = JoinColumns.hide(r, names);
    } else if (join.condition() instanceof Query.Condition.On on) {
      Scope both = scope.inner(plus(before, plus(l, r)));
      Expression condition =
          new ExpressionTranslator(planning, both).condition(on.expr(), "ON clause");
      conditions.add(condition);
    }
    boolean leftNull = kind == JoinKind.RIGHT || kind == JoinKind.FULL;
    boolean rightNull = kind == JoinKind.LEFT || kind == JoinKind.FULL;
    List<Entry> entries = new ArrayList<>(merged);
    entries.addAll(leftNull ? JoinColumns.nullable(l) : l);
    entries.addAll(rightNull ? JoinColumns.nullable(r) : r);
    String on =
        conditions.isEmpty()
            ? "true"
            : String.join(" AND ", conditions.stream().map(Expression::sql).toList());
    String sql =
        kind == JoinKind.CROSS
            ? left.sql() + " CROSS JOIN " + right.sql()
            : left.sql() + " " + kind.name() + " JOIN " + right.sql() + " ON " + on;
    if (leftNull || rightNull) {
      return new Joined(sql, entries, List.of(JoinKeys.unknown(entries)), List.of());
    }
    return new Joined(
        sql,
        entries,
        plus(left.inputs(), right.inputs()),
        plus(plus(left.conditions(), right.conditions()), conditions));
  }

  private Joined factor(Factor factor, List<Entry> before) {
    if (factor instanceof Factor.Relation relation) {
      return relation(relation.name(), relation.alias());
    }
    if (factor instanceof Factor.Derived derived) {
      Scope inner = derived.lateral() ? scope.inner(before) : scope;
      Relation relation = new QueryTranslator(planning).query(derived.query(), inner, true);
      String prefix = derived.lateral() ? "LATERAL (" : "(";
      Alias alias = derived.alias();
      return joined(
          prefix + relation.sql() + ")",
          QueryTranslator.renamed(relation, alias),
          alias == null ? null : alias.name().value(),
          List.of());
    }
    if (factor instanceof Factor.TableFunction function) {
      return tableFunction(function, before);
    }
    if (factor instanceof Factor.NestedJoin nested) {
      if (nested.alias() != null) {
        throw SqlException.unsupported("an alias of a join in parentheses");
      }
      Joined joined = joins(nested.join(), before);
      return new Joined(
          "(" + joined.sql() + ")", joined.entries(), joined.inputs(), joined.conditions());
    }
    return rowsFrom((Factor.RowsFrom) factor, before);
  }

  /** Functions side by side, as long as the longest; the others are null from their end on. */
  private Joined rowsFrom(Factor.RowsFrom rows, List<Entry> before) {
    TableFunctions functions =
        new TableFunctions(planning, new ExpressionTranslator(planning, scope.inner(before)));
    List<OutputColumn> columns = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    String name = null;
    for (Expr.Call call : rows.calls()) {
      TableFunctions.Rows one = functions.rows(call);
      if (one.sql().startsWith("LATERAL")) {
        throw SqlException.unsupported("ROWS FROM with " + one.name());
      }
      name = name == null ? one.name() : name;
      calls.add(one.sql());
      for (OutputColumn column : one.columns()) {
        columns.add(new OutputColumn(column.name(), column.type(), true));
      }
    }
    String sql = "ROWS FROM (" + String.join(", ", calls) + ")";
    if (rows.withOrdinality()) {
      columns.add(new OutputColumn("ordinality", SqlType.INT8, false));
      sql += " WITH ORDINALITY";
    }
    Alias alias = rows.alias();
    Relation relation = new Relation(sql, columns, Keys.NONE);
    return joined(
        sql,
        QueryTranslator.renamed(relation, alias),
        alias == null ? name : alias.name().value(),
        List.of());
  }

  private Joined tableFunction(Factor.TableFunction function, List<Entry> before) {
    Scope inner = scope.inner(before);
    TableFunctions.Rows rows =
        new TableFunctions(planning, new ExpressionTranslator(planning, inner))
            .rows(function.call());
    List<OutputColumn> columns = new ArrayList<>(rows.columns());
    Alias alias = function.alias();
    if (alias != null && alias.columns().isEmpty() && columns.size() == 1) {
      OutputColumn only = columns.get(0);
      columns.set(0, new OutputColumn(alias.name().value(), only.type(), only.nullable()));
    }
    String sql = rows.sql();
    if (function.withOrdinality()) {
      columns.add(new OutputColumn("ordinality", SqlType.INT8, false));
      sql += " WITH ORDINALITY";
    }
    Relation relation = new Relation(sql, columns, Keys.NONE);
    String name = alias == null ? rows.name() : alias.name().value();
    return joined(sql, QueryTranslator.renamed(relation, alias), name, List.of());
  }

  /** A relation of the catalog or a common table expression. */
  Joined relation(ObjectName name, @Nullable Alias alias) {
    Scope.Cte cte =
        name.parts().size() == 1 && name.id() == null
            ? scope.ctes().get(name.last().value())
            : null;
    if (cte != null) {
      String shown = alias == null ? name.last().value() : alias.name().value();
      return joined(
          cte.physical(), QueryTranslator.renamed(cte.relation(), alias), shown, List.of());
    }
    Item item = planning.item(name);
    if (!item.type().isRelation()) {
      throw SqlException.internal(
          item.type().words()
              + " "
              + String.join(".", planning.state.fullName(item))
              + " cannot be depended upon");
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (Column column : item.columns()) {
      columns.add(new OutputColumn(column.name(), column.type(), column.nullable()));
    }
    Keys keys = Keys.of(item.keys());
    Relation relation = new Relation(item.physicalName(planning.session), columns, keys);
    List<String> full = planning.state.fullName(item);
    return alias == null
        ? joined(relation.sql(), relation, item.name(), full.subList(0, full.size() - 1))
        : joined(
            relation.sql(),
            QueryTranslator.renamed(relation, alias),
            alias.name().value(),
            List.of());
  }

  private Joined joined(String sql, Relation relation, @Nullable String table, List<String> path) {
    int number = planning.nextRelation();
    String physical = "r" + number;
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      OutputColumn column = relation.columns().get(i);
      Expression expression =
          Expression.of(physical + ".c" + (i + 1), column.type(), column.nullable())
              .withOrigin(new Origin.Column(number, i));
      entries.add(new Entry(table == null ? "" : table, path, column.name(), expression, false));
    }
    Keys keys = relation.keys().mapped(index -> Planning.columnId(number, index));
    return new Joined(
        sql + " AS " + physical + relation.columnList(),
        entries,
        List.of(new JoinKeys.Input(JoinKeys.ids(entries), keys)),
        List.of());
  }

  /** Two relations of one FROM may not go by one name. */
  private static void requireOtherNames(List<Entry> left, List<Entry> right) {
    for (Entry one : left) {
      for (Entry other : right) {
        String name = one.table();
        boolean sameName = name != null && !name.isEmpty() && name.equals(other.table());
        boolean samePath =
            one.path().isEmpty() || other.path().isEmpty() || one.path().equals(other.path());
        if (sameName && samePath) {
          List<String> full = new ArrayList<>(one.path());
          full.add(name);
          throw SqlException.internal(
              "table name \"" + String.join(".", full) + "\" specified more than once");
        }
      }
    }
  }

  private static <T> List<T> plus(List<T> left, List<T> right) {
    List<T> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }
}
