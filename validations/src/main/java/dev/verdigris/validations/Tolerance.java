package dev.verdigris.validations;

import dev.verdigris.catalog.Column;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * By how much a value may differ.
 *
 * @param amount how much: a number, or seconds
 * @param time whether it is seconds
 */
record Tolerance(BigDecimal amount, boolean time) {

  /**
   * Of numbers.
   *
   * @throws IllegalArgumentException when it is negative, infinite or no number
   */
  static Tolerance of(double amount) {
    if (!(amount >= 0) || Double.isInfinite(amount)) {
      throw OptionProblems.outOfRange("within", amount, "0 or more");
    }
    return new Tolerance(BigDecimal.valueOf(amount), false);
  }

  /** Of timestamps. */
  static Tolerance of(Duration amount) {
    return new Tolerance(
        BigDecimal.valueOf(OptionProblems.positive("within", amount).toMillis(), 3), true);
  }

  /**
   * SQL that is true where both are null or equal or close enough, else false, never null. NaN
   * equals NaN, an infinity equals itself, and neither is close to anything else.
   *
   * @param one one value, as SQL
   * @param other the other
   */
  String closeness(Column column, String one, String other) {
    String distance;
    String bound = amount.toPlainString();
    if (time) {
      distance = "abs(extract(epoch FROM " + one + ") - extract(epoch FROM " + other + "))";
    } else if (Columns.isFloat(column)) {
      distance = "abs(" + one + "::double precision - " + other + "::double precision)";
      bound = "'" + bound + "'::double precision";
    } else {
      distance = "abs(" + one + "::numeric - " + other + "::numeric)";
    }
    return "("
        + one
        + " IS NOT DISTINCT FROM "
        + other
        + " OR coalesce("
        + distance
        + " <= "
        + bound
        + ", false))";
  }

  /** For people. */
  @Override
  public String toString() {
    String number = amount.stripTrailingZeros().toPlainString();
    return time ? number + " s" : number;
  }
}
