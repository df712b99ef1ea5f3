package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Assertions on whole rows and on how rows stand to each other.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class RelationRows<S extends RelationRows<S>> extends RelationValues<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected RelationRows(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that a condition is true for every row; null is not true.
   *
   * <pre>
   * assertThat(board).satisfiesRows("share BETWEEN 0 AND 1");  // passes
   * assertThat(board).satisfiesRows("share = 1");              // fails, with up to five rows
   * </pre>
   *
   * @param sqlCondition a boolean expression on the relation's columns
   */
  public S satisfiesRows(String sqlCondition) {
    isNotNull();
    OptionProblems.text("satisfiesRows", sqlCondition);
    String sql =
        "SELECT * FROM "
            + rows().from(actual)
            + " AS r WHERE ("
            + sqlCondition
            + ") IS DISTINCT FROM TRUE";
    return noOffenders(
        sql,
        byRow(),
        (rows, context) ->
            ValueMessages.shouldSatisfyRows(Subject.of(actual), sqlCondition, sql, rows, context));
  }

  /**
   * Verifies that a column is the sum of others in every row, within the tolerance that {@link
   * #within(double, String)} gave to {@code total}. A null in one of them fails.
   *
   * <pre>
   * assertThat(delays).hasSumOfParts("flights", "late", "on_time");  // passes
   * assertThat(delays).hasSumOfParts("flights", "late");             // fails
   * </pre>
   */
  public S hasSumOfParts(String total, String... parts) {
    isNotNull();
    Columns.number("hasSumOfParts", actual, total);
    List<String> columns = Columns.all("hasSumOfParts", actual, parts);
    columns.forEach(column -> Columns.number("hasSumOfParts", actual, column));
    String sum =
        columns.stream().map(Identifiers::quote).collect(Collectors.joining(" + ", "(", ")"));
    Tolerance tolerance = rows().tolerances().get(total);
    String bound = tolerance == null ? "0" : tolerance.amount().toPlainString();
    String sql =
        "SELECT *, "
            + sum
            + " AS sum FROM "
            + rows().from(actual)
            + " AS r WHERE (abs("
            + Identifiers.quote(total)
            + " - "
            + sum
            + ") <= "
            + bound
            + ") IS DISTINCT FROM TRUE";
    String words = String.join(" + ", columns) + (tolerance == null ? "" : " within " + tolerance);
    return noOffenders(
        sql,
        byRow(),
        (rows, context) ->
            ValueMessages.shouldAddUp(Subject.of(actual), total, words, sql, rows, context));
  }

  /**
   * Verifies that ranges do not overlap, for each value of the columns behind; a range ends before
   * {@code to}, and one whose {@code to} is null goes on for ever. One that ends before it begins
   * fails. Rows whose {@code from} is null are left out.
   *
   * <pre>
   * assertThat(prices).hasDisjointRanges("valid_from", "valid_to", "product");  // passes
   * assertThat(prices).hasDisjointRanges("valid_from", "valid_to");             // fails
   * </pre>
   */
  public S hasDisjointRanges(String from, String to, String... partitionedBy) {
    isNotNull();
    List<String> named = new ArrayList<>(List.of(from, to));
    named.addAll(List.of(partitionedBy));
    List<String> columns = Columns.all("hasDisjointRanges", actual, named.toArray(String[]::new));
    String begin = Identifiers.quote(from);
    String end = Identifiers.quote(to);
    List<String> partition = columns.subList(2, columns.size());
    String sql =
        "SELECT * FROM (SELECT "
            + names(shown(partition, from, to))
            + ", lead("
            + begin
            + ") OVER ("
            + partitionBy(partition)
            + "ORDER BY "
            + begin
            + ", "
            + end
            + ") AS next_begins FROM "
            + rows().from(actual)
            + " AS r WHERE "
            + begin
            + " IS NOT NULL) AS ranges WHERE next_begins < "
            + end
            + " OR ("
            + end
            + " IS NULL AND next_begins IS NOT NULL) OR "
            + end
            + " < "
            + begin;
    return noOffenders(
        sql,
        Columns.order(actual, shown(partition, from)),
        (rows, context) ->
            ValueMessages.shouldBeDisjoint(Subject.of(actual), from, to, sql, rows, context));
  }

  /**
   * Verifies that a column of whole numbers leaves none out between its least and its greatest, for
   * each value of the columns behind.
   *
   * <pre>
   * assertThat(invoices).hasNoGaps("number", "year");  // passes: 1, 2, 3 in each year
   * assertThat(invoices).hasNoGaps("number");          // fails: 17 is missing
   * </pre>
   */
  public S hasNoGaps(String column, String... partitionedBy) {
    isNotNull();
    Columns.whole("hasNoGaps", actual, column);
    return gaps(column, "%s - %s > 1", "1", List.of(partitionedBy));
  }

  /**
   * Verifies that the times in a column follow each other at most a step apart, for each value of
   * the columns behind.
   *
   * <pre>
   * assertThat(readings).hasNoGaps(ofMinutes(5), "taken_at", "sensor");  // passes
   * assertThat(readings).hasNoGaps(ofSeconds(5), "taken_at", "sensor");  // fails
   * </pre>
   */
  public S hasNoGaps(Duration step, String column, String... partitionedBy) {
    isNotNull();
    Columns.time("hasNoGaps", actual, column);
    OptionProblems.positive("hasNoGaps", step);
    return gaps(
        column,
        "extract(epoch FROM %s) - extract(epoch FROM %s) > "
            + java.math.BigDecimal.valueOf(step.toMillis(), 3).toPlainString(),
        Timing.words(step),
        List.of(partitionedBy));
  }

  private S gaps(String column, String condition, String step, List<String> partition) {
    if (!partition.isEmpty()) {
      Columns.all("hasNoGaps", actual, partition.toArray(String[]::new));
    }
    String name = Identifiers.quote(column);
    String list = names(shown(partition, column));
    String sql =
        "SELECT * FROM (SELECT "
            + list
            + ", lead("
            + name
            + ") OVER ("
            + partitionBy(partition)
            + "ORDER BY "
            + name
            + ") AS next FROM (SELECT DISTINCT "
            + list
            + " FROM "
            + rows().from(actual)
            + " AS r WHERE "
            + name
            + " IS NOT NULL) AS numbers) AS pairs WHERE "
            + String.format(condition, "next", name);
    return noOffenders(
        sql,
        Columns.order(actual, shown(partition, column)),
        (rows, context) ->
            ValueMessages.shouldHaveNoGaps(Subject.of(actual), column, step, sql, rows, context));
  }

  private static List<String> shown(List<String> partition, String... columns) {
    List<String> shown = new ArrayList<>(partition);
    shown.addAll(List.of(columns));
    return shown;
  }

  private static String partitionBy(List<String> partition) {
    return partition.isEmpty() ? "" : "PARTITION BY " + names(partition) + " ";
  }
}
