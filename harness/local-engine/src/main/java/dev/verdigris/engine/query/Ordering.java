package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.OrderBy;
import java.util.List;

/** Sort keys. */
final class Ordering {
  private Ordering() {}

  /** As {@link #outputIndex(Expr, List, String)}, of an ORDER BY. */
  static int outputIndex(Expr key, List<String> names) {
    return outputIndex(key, names, "ORDER BY");
  }

  /** The output column that a sort or group key names or numbers, -1 if it does neither. */
  static int outputIndex(Expr key, List<String> names, String clause) {
    if (key instanceof Expr.NumberLiteral number && number.text().matches("\\d+")) {
      int position = Integer.parseInt(number.text());
      if (position < 1 || position > names.size()) {
        throw SqlException.internal(
            "column reference "
                + position
                + " in "
                + clause
                + " clause is out of range (1 - "
                + names.size()
                + ")");
      }
      return position - 1;
    }
    if (key instanceof Expr.Column column && column.parts().size() == 1) {
      String name = column.parts().get(0).value();
      int first = names.indexOf(name);
      if (first >= 0 && first != names.lastIndexOf(name)) {
        throw QueryErrors.ambiguous(name);
      }
      return first;
    }
    return -1;
  }

  /**
   * Refuses what tells rows apart by a type whose values PostgreSQL holds for equal where
   * Materialize does not: 1 day and 24 hours.
   */
  static void requireExact(SqlType type, String what) {
    if (type.is("interval")) {
      throw SqlException.unsupported(what + " of type interval");
    }
  }

  /** One sort key in PostgreSQL. */
  static String sql(String expression, SqlType type, OrderBy key) {
    if (type.fields().stream().anyMatch(field -> Rendering.isOtherwise(field.type()))) {
      throw SqlException.unsupported("ORDER BY of such a record");
    }
    if (type.kind() == SqlType.Kind.LIST || type.kind() == SqlType.Kind.MAP || type.is("jsonb")) {
      throw SqlException.unsupported("ORDER BY of type " + type.display());
    }
    String sortable = type.is("interval") ? "mz.interval_key(" + expression + ")" : expression;
    boolean descending = Boolean.FALSE.equals(key.ascending());
    String direction = descending ? " DESC" : "";
    if (key.nullsLast() == null) {
      return sortable + direction;
    }
    return sortable + direction + (key.nullsLast() ? " NULLS LAST" : " NULLS FIRST");
  }
}
