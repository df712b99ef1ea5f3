package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Identifiers;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Assertions on keys and on nulls.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class RelationKeys<S extends RelationKeys<S>> extends RelationCounts<S> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected RelationKeys(Relation actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /**
   * Verifies that no two rows have the same values in {@code columns}; a null counts as a value.
   *
   * <pre>
   * assertThat(delays).hasUniqueKey("iata");   // passes: one row for each airport
   * assertThat(delays).hasUniqueKey("state");  // fails: many airports of one state
   * </pre>
   */
  public S hasUniqueKey(String... columns) {
    isNotNull();
    List<String> key = Columns.all("hasUniqueKey", actual, columns);
    String sql = repeated(Columns.quoted(key), "");
    return noOffenders(
        sql,
        Columns.order(actual, key),
        (rows, context) ->
            KeyMessages.shouldHaveUniqueKey(Subject.of(actual), key, sql, rows, context));
  }

  /**
   * Verifies that no two rows have the same values in {@code columns}, and none of these is null.
   *
   * <pre>
   * assertThat(delays).hasKey("iata");   // passes: one row for each airport, each has a code
   * assertThat(delays).hasKey("state");  // fails: NULL, and many airports of one state
   * </pre>
   */
  public S hasKey(String... columns) {
    isNotNull();
    List<String> key = Columns.all("hasKey", actual, columns);
    String sql = repeated(Columns.quoted(key), " OR " + anyNull(key));
    return noOffenders(
        sql,
        Columns.order(actual, key),
        (rows, context) -> KeyMessages.shouldHaveKey(Subject.of(actual), key, sql, rows, context));
  }

  private String repeated(String list, String or) {
    return "SELECT "
        + list
        + ", count(*) AS rows FROM "
        + rows().from(actual)
        + " AS r GROUP BY "
        + list
        + " HAVING count(*) > 1"
        + or;
  }

  /**
   * Verifies that none of {@code columns} is null in any row; without columns, that none is.
   *
   * <pre>
   * assertThat(airports).hasNoNulls("iata", "name");  // passes
   * assertThat(airports).hasNoNulls();                // fails if one airport has no state
   * </pre>
   */
  public S hasNoNulls(String... columns) {
    isNotNull();
    List<String> checked =
        columns.length == 0 ? Columns.of(actual) : Columns.all("hasNoNulls", actual, columns);
    String sql = "SELECT * FROM " + rows().from(actual) + " AS r WHERE " + anyNull(checked);
    return noOffenders(
        sql,
        byRow(),
        (rows, context) ->
            KeyMessages.shouldHaveNoNulls(Subject.of(actual), checked, sql, rows, context));
  }

  private static String anyNull(List<String> columns) {
    return columns.stream()
        .map(column -> Identifiers.quote(column) + " IS NULL")
        .collect(Collectors.joining(" OR "));
  }

  /**
   * Verifies that at most a share of the rows has a null, in each of {@code columns}.
   *
   * <pre>
   * assertThat(flights).hasNullShareAtMost(0.05, "delay_minutes");  // passes: 3 % were cancelled
   * assertThat(flights).hasNullShareAtMost(0.01, "delay_minutes");  // fails
   * </pre>
   *
   * @param share 0 to 1
   */
  public S hasNullShareAtMost(double share, String... columns) {
    isNotNull();
    if (!(share >= 0 && share <= 1)) {
      throw OptionProblems.outOfRange("hasNullShareAtMost", share, "0 to 1");
    }
    List<String> checked = Columns.all("hasNullShareAtMost", actual, columns);
    String all = "(SELECT count(*) FROM " + rows().from(actual) + " AS r)";
    String sql =
        checked.stream()
            .map(
                column ->
                    "SELECT "
                        + Identifiers.literal(column)
                        + " AS \"column\", count(*) AS nulls FROM "
                        + rows().from(actual)
                        + " AS r WHERE "
                        + Identifiers.quote(column)
                        + " IS NULL HAVING count(*) > "
                        + all
                        + " * "
                        + java.math.BigDecimal.valueOf(share).toPlainString())
            .collect(Collectors.joining(" UNION ALL "));
    return noOffenders(
        sql,
        "1",
        (rows, context) ->
            KeyMessages.shouldHaveNullShare(
                Subject.of(actual), share, rows.among(), sql, rows, context));
  }

  /**
   * Verifies that each value of {@code column} that is not null is a value of {@code targetColumn}
   * of another relation: no row is an orphan. Without a row in {@code target} it is inconclusive,
   * unless {@link #allowingEmpty} was said.
   *
   * <pre>
   * assertThat(routes).hasReferencesIn(airports, "origin", "iata");  // passes: all are known
   * assertThat(routes).hasReferencesIn(airports, "origin", "name");  // fails
   * </pre>
   */
  public S hasReferencesIn(Relation target, String column, String targetColumn) {
    return hasReferencesIn(target, List.of(column), List.of(targetColumn));
  }

  /**
   * The same for references of several columns; a row with a null in one of them refers to nothing.
   *
   * <pre>
   * // passes: every leg flies a known route
   * assertThat(legs).hasReferencesIn(routes, List.of("a", "b"), List.of("origin", "destination"));
   *
   * // fails: the other way round there are routes that nobody flies
   * assertThat(legs).hasReferencesIn(routes, List.of("b", "a"), List.of("origin", "destination"));
   * </pre>
   */
  public S hasReferencesIn(Relation target, List<String> columns, List<String> targetColumns) {
    isNotNull();
    String sql = References.missing(rows().from(actual), actual, columns, target, targetColumns);
    return noOffendersBesideAllOf(
        target,
        sql,
        Columns.order(actual, columns),
        (rows, context) ->
            KeyMessages.shouldHaveReferencesIn(
                Subject.of(actual),
                columns,
                Subject.of(target),
                targetColumns,
                sql,
                rows,
                context));
  }

  /**
   * Verifies the other direction: each value of {@code column} that is not null is referred to by
   * at least one row of another relation. Without a row there it is inconclusive, unless {@link
   * #allowingEmpty} was said.
   *
   * <pre>
   * assertThat(airports).isReferencedBy(routes, "iata", "origin");  // passes: all have departures
   * assertThat(airports).isReferencedBy(delays, "iata", "iata");    // fails: some have no delay
   * </pre>
   */
  public S isReferencedBy(Relation referencing, String column, String referencingColumn) {
    isNotNull();
    List<String> own = List.of(column);
    List<String> theirs = List.of(referencingColumn);
    String sql = References.missing(rows().from(actual), actual, own, referencing, theirs);
    return noOffendersBesideAllOf(
        referencing,
        sql,
        Columns.order(actual, own),
        (rows, context) ->
            KeyMessages.shouldBeReferencedBy(
                Subject.of(actual), own, Subject.of(referencing), theirs, sql, rows, context));
  }
}
