package dev.verdigris.validations;

import dev.verdigris.catalog.Identifiers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes Java values as SQL literals that take the type of what they are compared with. */
final class Literal {
  private Literal() {}

  /**
   * A literal: numbers and truth values as they are, everything else as its text.
   *
   * @throws IllegalArgumentException for a floating-point number that has no digits
   */
  static String of(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? new BigDecimal(value.toString()).toPlainString()
          : "'" + value + "'";
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger
        || value instanceof Boolean) {
      return value.toString();
    }
    return Identifiers.literal(value.toString());
  }

  /** Literals with commas between. */
  static String list(Object... values) {
    return Arrays.stream(values).map(Literal::of).collect(Collectors.joining(", "));
  }

  /** For people: {@code 'WA', 'OR' and 3 more}. */
  static String words(Object... values) {
    List<String> words = Arrays.stream(values).map(Literal::of).toList();
    return words.size() <= 10
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, 10)) + " and " + (words.size() - 10) + " more";
  }
}
