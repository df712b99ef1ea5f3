package dev.verdigris.validations;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows of two relations are compared.
 *
 * @param columns all compared columns, those of the key first
 * @param keyLength how many of them are the key
 * @param tolerances by how much a numeric column may differ
 */
record Comparison(List<String> columns, int keyLength, Map<String, BigDecimal> tolerances) {
  Comparison {
    columns = List.copyOf(columns);
    tolerances = Map.copyOf(tolerances);
  }

  /** Whether two values of a column count as equal. */
  boolean equal(int column, @Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    BigDecimal tolerance = tolerances.get(columns.get(column));
    if (one.equals(other) || tolerance == null) {
      return one.equals(other);
    }
    try {
      BigDecimal distance = new BigDecimal(one).subtract(new BigDecimal(other)).abs();
      return distance.compareTo(tolerance) <= 0;
    } catch (NumberFormatException infiniteOrNoNumber) {
      return false;
    }
  }

  /** The tolerance of a column for people. */
  String tolerance(int column) {
    BigDecimal tolerance = tolerances.get(columns.get(column));
    return tolerance == null ? "none" : tolerance.stripTrailingZeros().toPlainString();
  }
}
