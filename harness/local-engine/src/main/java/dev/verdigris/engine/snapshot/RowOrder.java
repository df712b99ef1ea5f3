package dev.verdigris.engine.snapshot;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of keys inside one time. Materialize orders them by their encoded form, the shorter
 * first; which form that is we do not know to the byte, so this orders by an estimate of the length
 * and then by the values. The recordings agree with it; it is no promise.
 */
public final class RowOrder {

  /** Compares rows, or keys of rows. */
  public static final Comparator<List<@Nullable String>> ROWS = RowOrder::compare;

  private RowOrder() {}

  private static int compare(List<@Nullable String> left, List<@Nullable String> right) {
    int lengths = Integer.compare(length(left), length(right));
    if (lengths != 0) {
      return lengths;
    }
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int values = values(left.get(i), right.get(i));
      if (values != 0) {
        return values;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int length(List<@Nullable String> row) {
    int length = 0;
    for (String value : row) {
      length += value == null || isNumber(value) ? 1 : 2 + utf8(value).length;
    }
    return length;
  }

  private static int values(@Nullable String left, @Nullable String right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    if (isNumber(left) && isNumber(right)) {
      return new BigDecimal(left).compareTo(new BigDecimal(right));
    }
    return java.util.Arrays.compareUnsigned(utf8(left), utf8(right));
  }

  private static boolean isNumber(String value) {
    return !value.isEmpty()
        && value.length() < 30
        && value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '.')
        && value.matches("-?[0-9]+(\\.[0-9]+)?");
  }

  private static byte[] utf8(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
