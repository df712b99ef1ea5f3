package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of a column, and by how much it may differ: {@code
 * Aggregate.sum("flights").within(5)}. Immutable.
 */
public final class Aggregate {
  private final Function function;
  private final String column;
  private final double quantile;
  private final @Nullable BigDecimal tolerance;
  private final boolean percent;

  private Aggregate(
      Function function,
      String column,
      double quantile,
      @Nullable BigDecimal tolerance,
      boolean percent) {
    this.function = function;
    this.column = column;
    this.quantile = quantile;
    this.tolerance = tolerance;
    this.percent = percent;
  }

  private enum Function {
    ROWS,
    SUM,
    AVG,
    MIN,
    MAX,
    DISTINCT,
    QUANTILE
  }

  private static Aggregate of(Function function, String column) {
    return new Aggregate(function, column, 0, null, false);
  }

  /** The number of rows. */
  public static Aggregate rows() {
    return of(Function.ROWS, "");
  }

  /** The sum of a numeric column. */
  public static Aggregate sum(String column) {
    return of(Function.SUM, column);
  }

  /** The average of a numeric column. */
  public static Aggregate avg(String column) {
    return of(Function.AVG, column);
  }

  /** The least value. */
  public static Aggregate min(String column) {
    return of(Function.MIN, column);
  }

  /** The greatest value. */
  public static Aggregate max(String column) {
    return of(Function.MAX, column);
  }

  /** How many different values there are, nulls left out. */
  public static Aggregate distinct(String column) {
    return of(Function.DISTINCT, column);
  }

  /**
   * The least value that is not exceeded by a share of the values; nulls are left out. It is
   * computed by numbering the sorted rows, since Materialize has no function for it.
   *
   * @param share more than 0, at most 1; 0.5 is the median
   */
  public static Aggregate quantile(double share, String column) {
    if (!(share > 0 && share <= 1)) {
      throw OptionProblems.outOfRange("quantile", share, "more than 0 and at most 1");
    }
    return new Aggregate(Function.QUANTILE, column, share, null, false);
  }

  /** The same, which may differ by at most {@code amount}. */
  public Aggregate within(double amount) {
    return new Aggregate(function, column, quantile, Tolerance.of(amount).amount(), false);
  }

  /** The same, which may differ by at most {@code percent} of the other side's value. */
  public Aggregate withinPercent(double percentage) {
    return new Aggregate(function, column, quantile, Tolerance.of(percentage).amount(), true);
  }

  /** Refuses a column that is not there, or of another type than the aggregate needs. */
  void check(Relation relation) {
    if (function == Function.ROWS) {
      return;
    }
    Column found = Columns.find(relation, column);
    boolean number = function == Function.SUM || function == Function.AVG;
    if (number || (tolerance != null && function != Function.DISTINCT)) {
      Columns.number(toString(), relation, found.name());
    }
  }

  boolean isQuantile() {
    return function == Function.QUANTILE;
  }

  /**
   * Columns that number the rows of each group, for a quantile.
   *
   * @param name a prefix of their names
   * @param partition {@code PARTITION BY …} with a space behind, or nothing
   */
  String numbering(String name, String partition) {
    String value = Identifiers.quote(column);
    return ", row_number() OVER ("
        + partition
        + "ORDER BY "
        + value
        + ") AS "
        + name
        + "_nth, count("
        + value
        + ") OVER ("
        + partition.strip()
        + ") AS "
        + name
        + "_n";
  }

  /** The expression; {@code name} as for the numbering. */
  String expression(String name) {
    String value = Identifiers.quote(column);
    return switch (function) {
      case ROWS -> "count(*)";
      case SUM -> "sum(" + value + ")";
      case AVG -> "avg(" + value + ")";
      case MIN -> "min(" + value + ")";
      case MAX -> "max(" + value + ")";
      case DISTINCT -> "count(DISTINCT " + value + ")";
      case QUANTILE ->
          "min(CASE WHEN "
              + value
              + " IS NOT NULL AND "
              + name
              + "_nth >= "
              + name
              + "_n * "
              + BigDecimal.valueOf(quantile).toPlainString()
              + " THEN "
              + value
              + " END)";
    };
  }

  /** SQL that is true where two values are equal or close enough, else false. */
  String closeness(String green, String blue) {
    String equal = green + " IS NOT DISTINCT FROM " + blue;
    if (tolerance == null) {
      return equal;
    }
    String bound =
        percent
            ? "abs(" + blue + ") * " + tolerance.toPlainString() + " / 100"
            : tolerance.toPlainString();
    return "(" + equal + " OR coalesce(abs(" + green + " - " + blue + ") <= " + bound + ", false))";
  }

  /** For people: {@code sum(flights)}. */
  @Override
  public String toString() {
    return switch (function) {
      case ROWS -> "rows";
      case QUANTILE -> "quantile(" + quantile + ", " + column + ")";
      default -> function.name().toLowerCase(java.util.Locale.ROOT) + "(" + column + ")";
    };
  }

  /** The tolerance for people. */
  String allowed() {
    return tolerance == null
        ? "exactly"
        : "within " + tolerance.stripTrailingZeros().toPlainString() + (percent ? " %" : "");
  }
}
