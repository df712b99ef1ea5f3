package dev.verdigris.engine.subscribe;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.snapshot.RowOrder;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.OrderBy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of {@code WITHIN TIMESTAMP ORDER BY}: by columns of the query and {@code mz_diff}, as
 * Materialize's page on SUBSCRIBE documents it; nulls are last unless a key descends. Rows that no
 * key tells apart are in the order of {@link RowOrder}.
 */
public final class WithinTimestamp
    implements Comparator<Map.Entry<List<@Nullable String>, Integer>> {

  private static final int DIFF = -1;

  /** Values that are no numbers, by their order among numbers. */
  private static final List<String> NOT_FINITE = List.of("-Infinity", "Infinity", "NaN");

  /** One key: the position of its column, or {@link #DIFF}; how its values are ordered. */
  private record Key(int position, Comparator<@Nullable String> values) {}

  private final List<Key> keys = new ArrayList<>();

  /**
   * The order of a statement.
   *
   * @param columns of its query
   * @throws SqlException XX000 for what is not a column; 0A000 for a column of a type whose order
   *     is not modelled
   */
  WithinTimestamp(List<OrderBy> orderBy, List<ResultColumn> columns) {
    orderBy.forEach(key -> keys.add(key(key, columns)));
  }

  @Override
  public int compare(
      Map.Entry<List<@Nullable String>, Integer> left,
      Map.Entry<List<@Nullable String>, Integer> right) {
    for (Key key : keys) {
      int order = key.values().compare(value(left, key), value(right, key));
      if (order != 0) {
        return order;
      }
    }
    return RowOrder.ROWS.compare(left.getKey(), right.getKey());
  }

  private static @Nullable String value(
      Map.Entry<List<@Nullable String>, Integer> change, Key key) {
    return key.position() == DIFF
        ? change.getValue().toString()
        : change.getKey().get(key.position());
  }

  private static Key key(OrderBy key, List<ResultColumn> columns) {
    if (key.expr() instanceof Expr.NumberLiteral) {
      throw SqlException.unsupported("WITHIN TIMESTAMP ORDER BY a position");
    }
    if (!(key.expr() instanceof Expr.Column column) || column.parts().size() > 1) {
      throw SqlException.internal("invalid ORDER BY in SUBSCRIBE WITHIN TIMESTAMP ORDER BY");
    }
    int position = position(column.parts().get(0).value(), columns);
    SqlType type = position == DIFF ? SqlType.INT8 : columns.get(position).type();
    boolean ascending = !Boolean.FALSE.equals(key.ascending());
    boolean nullsLast = key.nullsLast() == null ? ascending : key.nullsLast();
    Comparator<String> values = ascending ? order(type) : order(type).reversed();
    return new Key(
        position, nullsLast ? Comparator.nullsLast(values) : Comparator.nullsFirst(values));
  }

  private static int position(String name, List<ResultColumn> columns) {
    if (name.equals("mz_diff")) {
      return DIFF;
    }
    int found = DIFF;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        if (found != DIFF) {
          throw SqlException.internal("column reference \"" + name + "\" is ambiguous");
        }
        found = i;
      }
    }
    if (found == DIFF) {
      throw SqlException.internal("column \"" + name + "\" does not exist");
    }
    return found;
  }

  /** The order of the texts of a type's values. */
  private static Comparator<String> order(SqlType type) {
    return switch (type.name()) {
      case "int2",
          "int4",
          "int8",
          "uint2",
          "uint4",
          "uint8",
          "numeric",
          "float4",
          "float8",
          "oid",
          "mz_timestamp" ->
          WithinTimestamp::numbers;
      case "bool", "text", "varchar", "uuid" -> WithinTimestamp::bytes;
      case "date", "timestamp", "timestamptz" -> WithinTimestamp::times;
      default ->
          throw SqlException.unsupported(
              "WITHIN TIMESTAMP ORDER BY a column of type " + type.display());
    };
  }

  private static int numbers(String left, String right) {
    int sides = Integer.compare(side(left), side(right));
    return sides != 0 || side(left) != 0
        ? sides
        : new BigDecimal(left).compareTo(new BigDecimal(right));
  }

  private static int side(String number) {
    return switch (NOT_FINITE.indexOf(number)) {
      case 0 -> -1;
      case 1 -> 1;
      case 2 -> 2;
      default -> 0;
    };
  }

  /** Times as they are printed: the year, which may have any length and be BC, and the rest. */
  private static int times(String left, String right) {
    int years = Integer.compare(year(left), year(right));
    return years != 0
        ? years
        : left.substring(left.indexOf('-')).compareTo(right.substring(right.indexOf('-')));
  }

  private static int year(String time) {
    int year = Integer.parseInt(time.substring(0, time.indexOf('-')));
    return time.endsWith(" BC") ? -year : year;
  }

  private static int bytes(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
