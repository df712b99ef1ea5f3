package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.Scope.Entry;
import dev.verdigris.engine.sql.Query.JoinKind;
import java.util.ArrayList;
import java.util.List;

/** The columns that USING and NATURAL merge. */
final class JoinColumns {
  private final Planning planning;
  private final List<Entry> left;
  private final List<Entry> right;
  private final JoinKind kind;

  JoinColumns(Planning planning, List<Entry> left, List<Entry> right, JoinKind kind) {
    this.planning = planning;
    this.left = left;
    this.right = right;
    this.kind = kind;
  }

  void merge(String name, List<Entry> merged, List<Expression> conditions) {
    Expression l = find(left, name, "left");
    Expression r = find(right, name, "right");
    conditions.add(planning.operators.infix(l, "=", r));
    Expression value =
        switch (kind) {
          case RIGHT -> r;
          case FULL -> {
            SqlType type = CommonType.ofTwo(l.type(), r.type());
            if (type == null) {
              throw QueryErrors.mismatch("USING", l.type(), r.type());
            }
            Expression a = planning.casts.cast(l, type, Casts.When.IMPLICIT);
            Expression b = planning.casts.cast(r, type, Casts.When.IMPLICIT);
            yield Expression.of(
                "coalesce(" + a.sql() + ", " + b.sql() + ")",
                type,
                a.nullable() && b.nullable(),
                a,
                b);
          }
          default -> l;
        };
    merged.add(new Entry(null, List.of(), name, value, false));
  }

  private static Expression find(List<Entry> entries, String name, String side) {
    List<Entry> found =
        entries.stream().filter(e -> !e.qualifiedOnly() && e.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw SqlException.internal(
          "column \"" + name + "\" specified in USING clause does not exist in " + side + " table");
    }
    if (found.size() > 1) {
      throw SqlException.internal(
          "common column name \"" + name + "\" appears more than once in " + side + " table");
    }
    return found.get(0).expression();
  }

  /** The names that both sides have, in the order of the left one. */
  static List<String> shared(List<Entry> left, List<Entry> right) {
    List<String> names = new ArrayList<>();
    for (Entry entry : left) {
      boolean both =
          right.stream().anyMatch(o -> !o.qualifiedOnly() && o.name().equals(entry.name()));
      if (!entry.qualifiedOnly() && both) {
        names.add(entry.name());
      }
    }
    return names;
  }

  /** The entries with those of these names behind their tables' names only. */
  static List<Entry> hide(List<Entry> entries, List<String> names) {
    List<Entry> result = new ArrayList<>();
    for (Entry entry : entries) {
      if (!names.contains(entry.name()) || entry.qualifiedOnly()) {
        result.add(entry);
      } else if (entry.table() != null) {
        result.add(entry.merged());
      }
    }
    return result;
  }

  /** The entries of the side of an outer join that may have no partner. */
  static List<Entry> nullable(List<Entry> entries) {
    return entries.stream().map(e -> e.withExpression(e.expression().withNullable(true))).toList();
  }
}
