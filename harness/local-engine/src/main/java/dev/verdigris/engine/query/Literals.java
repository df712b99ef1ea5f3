package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Literals: what a number is, and which strings PostgreSQL takes that Materialize does not. */
final class Literals {
  private static final BigInteger INT4 = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger INT8 = BigInteger.valueOf(Long.MAX_VALUE);

  private Literals() {}

  /** A number literal: the smallest integer type that holds it, or numeric. */
  static Expression number(String text) {
    BigDecimal value = new BigDecimal(text);
    boolean whole = text.chars().allMatch(Character::isDigit);
    if (whole && value.toBigInteger().compareTo(INT4) <= 0) {
      return Expression.constant(text, SqlType.INT4);
    }
    if (whole && value.toBigInteger().compareTo(INT8) <= 0) {
      return Expression.constant(text + "::pg_catalog.int8", SqlType.INT8);
    }
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (plain.precision() - plain.scale() > 39 || plain.precision() > 39) {
      throw SqlException.internal(
          "\""
              + plain.toString()
              + "\" is out of range for type numeric: exceeds maximum precision 39");
    }
    return Expression.constant(plain.toPlainString() + "::numeric", SqlType.NUMERIC);
  }

  /** Refuses a string that PostgreSQL would read as a {@code type} and Materialize does not. */
  static void check(String value, SqlType type) {
    if (Casts.isTime(type) && Casts.isSpecialTime(value)) {
      throw SqlException.internal(
          "invalid input syntax for type "
              + type.name()
              + ": YEAR, MONTH, DAY are all required: \""
              + value
              + "\"");
    }
  }
}
