package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Literals: what a number is, and which strings PostgreSQL takes that Materialize does not. */
final class Literals {
  private static final BigInteger INT4 = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger INT8 = BigInteger.valueOf(Long.MAX_VALUE);

  private Literals() {}

  /** A number literal: the smallest integer type that holds it, or numeric. */
  static Expression number(String text) {
    BigDecimal value = new BigDecimal(text);
    boolean whole = text.matches("-?\\d+");
    if (whole && fits(value.toBigInteger(), INT4)) {
      return Expression.constant(
          isLowest(text) ? signed(text) + "::pg_catalog.int4" : signed(text), SqlType.INT4);
    }
    if (whole && fits(value.toBigInteger(), INT8)) {
      return Expression.constant(signed(text) + "::pg_catalog.int8", SqlType.INT8);
    }
    BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (plain.scale() > 39) {
      throw SqlException.unsupported("a number with more than 39 digits behind the point");
    }
    if (plain.precision() - plain.scale() > 39 || plain.precision() > 39) {
      throw SqlException.internal(
          "\""
              + plain.toString().replace("+", "")
              + "\" is out of range for type numeric: exceeds maximum precision 39");
    }
    return Expression.constant(signed(plain.toPlainString()) + "::numeric", SqlType.NUMERIC);
  }

  /** Whether a number is in the range whose greatest is given; there is one more below zero. */
  private static boolean fits(BigInteger value, BigInteger greatest) {
    return value.compareTo(greatest) <= 0 && value.compareTo(greatest.not()) >= 0;
  }

  /** PostgreSQL reads the lowest integer as a greater type, negated. */
  private static boolean isLowest(String text) {
    return new BigInteger(text).equals(INT4.not());
  }

  private static String signed(String number) {
    return number.startsWith("-") ? "(" + number + ")" : number;
  }

  /**
   * The error that a string as a {@code type} gives when it is computed, where PostgreSQL would
   * take it or words the error otherwise; null if there is none.
   */
  static @Nullable String error(String value, SqlType type) {
    if (Casts.isTime(type) && Casts.isSpecialTime(value)) {
      return "invalid input syntax for type "
          + type.name()
          + ": YEAR, MONTH, DAY are all required: \""
          + value
          + "\"";
    }
    if (type.is("bytea") && value.startsWith("\\x") && value.length() % 2 != 0) {
      return "invalid input syntax for type bytea: invalid hexadecimal data: odd number of digits:"
          + " \""
          + value
          + "\"";
    }
    if (type.is("jsonb")) {
      String error = JsonErrors.of(value);
      return error == null
          ? null
          : "invalid input syntax for type jsonb: " + error + ": \"" + value + "\"";
    }
    return null;
  }

  /** An expression of a type that fails with Materialize's message when it is computed. */
  static Expression failing(String message, SqlType type) {
    String sql = "mz.fail(" + Expression.quote(message) + ", NULL, NULL::" + type.postgres() + ")";
    return Expression.of(sql, type, true);
  }
}
