package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertionInfo;
import org.assertj.core.description.Description;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on the rows of a relation. Each is one statement, so that it sees one timestamp, and
 * is read on the cluster of the environment that the relation was asked from.
 *
 * <p>All throw {@link dev.verdigris.VerdigrisException} VG-3108 when the relation cannot be read.
 */
public final class RelationAssert extends AbstractAssert<RelationAssert, Relation> {
  private @Nullable String reason;
  private List<String> key = List.of();
  private final Set<String> ignored = new LinkedHashSet<>();
  private final Map<String, BigDecimal> tolerances = new LinkedHashMap<>();

  RelationAssert(Relation actual) {
    super(actual, RelationAssert.class);
  }

  /** Says in a failure message why the assertions that follow matter. */
  public RelationAssert because(String why) {
    reason = why;
    return this;
  }

  /**
   * Verifies that no two rows have the same values in {@code columns}; a null counts as a value.
   *
   * <pre>
   * assertThat(delays).hasUniqueKey("iata");   // passes: one row for each airport
   * assertThat(delays).hasUniqueKey("state");  // fails: many airports of one state
   * </pre>
   */
  public RelationAssert hasUniqueKey(String... columns) {
    String list = quoted(columns);
    Rows rows =
        read()
            .offenders(
                "SELECT "
                    + list
                    + ", count(*) AS rows FROM "
                    + actual
                    + " GROUP BY "
                    + list
                    + " HAVING count(*) > 1");
    return failIfAny(
        rows, RelationMessages.shouldHaveUniqueKey(Subject.of(actual), columns, rows, reason));
  }

  /**
   * Verifies the number of rows.
   *
   * <pre>
   * assertThat(airports).hasRowCount(224);  // passes
   * assertThat(airports).hasRowCount(0);    // fails: 224 rows
   * </pre>
   */
  public RelationAssert hasRowCount(long expected) {
    return hasRowCountBetween(expected, expected);
  }

  /**
   * Verifies that the number of rows lies between two numbers, both included.
   *
   * <pre>
   * assertThat(airports).hasRowCountBetween(200, 300);  // passes: 224 rows
   * assertThat(airports).hasRowCountBetween(1, 10);     // fails
   * </pre>
   */
  public RelationAssert hasRowCountBetween(long least, long most) {
    Rows rows = read().offenders("SELECT count(*) AS rows FROM " + actual);
    long count = Long.parseLong(String.valueOf(rows.rows().get(0).get(0)));
    if (count < least || count > most) {
      throw failure(
          info,
          RelationMessages.shouldHaveRowCount(
              Subject.of(actual), count, least, most, rows, reason));
    }
    return this;
  }

  /**
   * Verifies that there is at least one row.
   *
   * <pre>
   * assertThat(airports).isNotEmpty();  // passes: 224 rows
   * </pre>
   */
  public RelationAssert isNotEmpty() {
    return hasRowCountBetween(1, Long.MAX_VALUE);
  }

  /**
   * Verifies that none of {@code columns} is null in any row; without columns, that none is.
   *
   * <pre>
   * assertThat(airports).hasNoNulls("iata", "name");  // passes
   * assertThat(airports).hasNoNulls();                // fails if one airport has no state
   * </pre>
   */
  public RelationAssert hasNoNulls(String... columns) {
    String[] checked =
        columns.length > 0
            ? columns
            : actual.columns().stream().map(Column::name).toArray(String[]::new);
    quoted(checked);
    String condition =
        List.of(checked).stream()
            .map(column -> Identifiers.quote(column) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    Rows rows = read().offenders("SELECT * FROM " + actual + " WHERE " + condition);
    return failIfAny(
        rows, RelationMessages.shouldHaveNoNulls(Subject.of(actual), checked, rows, reason));
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
  public RelationAssert satisfiesRows(String sqlCondition) {
    Rows rows =
        read()
            .offenders(
                "SELECT * FROM " + actual + " WHERE (" + sqlCondition + ") IS DISTINCT FROM TRUE");
    return failIfAny(
        rows, RelationMessages.shouldSatisfyRows(Subject.of(actual), sqlCondition, rows, reason));
  }

  /**
   * Verifies that each value of {@code column} that is not null is a value of {@code targetColumn}
   * of another relation.
   *
   * <pre>
   * assertThat(routes).hasReferencesIn(airports, "origin", "iata");  // passes: all are known
   * assertThat(routes).hasReferencesIn(airports, "origin", "name");  // fails
   * </pre>
   */
  public RelationAssert hasReferencesIn(Relation target, String column, String targetColumn) {
    String own = quoted(column);
    String theirs = Identifiers.quote(checked(target, targetColumn));
    Rows rows =
        read()
            .offenders(
                "SELECT "
                    + own
                    + ", count(*) AS rows FROM "
                    + actual
                    + " WHERE "
                    + own
                    + " IS NOT NULL AND "
                    + own
                    + " NOT IN (SELECT "
                    + theirs
                    + " FROM "
                    + target
                    + " WHERE "
                    + theirs
                    + " IS NOT NULL) GROUP BY "
                    + own);
    return failIfAny(
        rows,
        RelationMessages.shouldHaveReferencesIn(
            Subject.of(actual), column, Subject.of(target), targetColumn, rows, reason));
  }

  /** Says which columns tell a row from another, for {@link #matches}. */
  public RelationAssert keyedBy(String... columns) {
    quoted(columns);
    key = List.of(columns);
    return this;
  }

  /** Leaves columns out of {@link #matches}. */
  public RelationAssert ignoring(String... columns) {
    ignored.addAll(List.of(columns));
    return this;
  }

  /** Lets a numeric column differ by at most {@code tolerance} in {@link #matches}. */
  public RelationAssert within(double tolerance, String column) {
    tolerances.put(checked(actual, column), BigDecimal.valueOf(tolerance));
    return this;
  }

  /**
   * Verifies that another relation, blue's as a rule, has the same rows. Both are read in one
   * statement on this relation's cluster. {@link #keyedBy} must have been called.
   *
   * <pre>
   * // passes when nothing but the average changed
   * assertThat(green.relation("flights.delay_by_airport"))
   *     .because("the on-time board reads it")
   *     .keyedBy("iata")
   *     .ignoring("avg_delay")
   *     .matches(blue.relation("flights.delay_by_airport"));
   *
   * // fails, with the keys and both values, when an average changed by more than a tenth
   * assertThat(green.relation("flights.delay_by_airport"))
   *     .keyedBy("iata")
   *     .within(0.1, "avg_delay")
   *     .matches(blue.relation("flights.delay_by_airport"));
   * </pre>
   *
   * @throws IllegalStateException without {@link #keyedBy}
   */
  public RelationAssert matches(Relation other) {
    isNotNull();
    if (key.isEmpty()) {
      throw new IllegalStateException("say what tells rows apart: keyedBy(\"…\").matches(…)");
    }
    List<String> own = compared(actual);
    List<String> theirs = compared(other);
    if (!Set.copyOf(own).equals(Set.copyOf(theirs))) {
      throw failure(
          info,
          RelationMessages.shouldHaveSameColumns(
              Subject.of(actual), Subject.of(other), own, theirs, reason));
    }
    List<String> columns = new ArrayList<>(key);
    own.stream().filter(column -> !key.contains(column)).forEach(columns::add);
    Comparison comparison = new Comparison(columns, key.size(), tolerances);
    Difference difference = read().difference(actual, other, comparison);
    if (!difference.isEmpty()) {
      throw failure(
          info,
          RelationMessages.shouldMatch(Subject.of(actual), Subject.of(other), difference, reason));
    }
    return this;
  }

  private List<String> compared(Relation relation) {
    return relation.columns().stream()
        .map(Column::name)
        .filter(column -> !ignored.contains(column))
        .toList();
  }

  private RelationAssert failIfAny(Rows rows, String message) {
    if (rows.total() > 0) {
      throw failure(info, message);
    }
    return this;
  }

  private Read read() {
    isNotNull();
    return Read.on(actual::connection, actual.name());
  }

  private String quoted(String... columns) {
    isNotNull();
    if (columns.length == 0) {
      throw new IllegalArgumentException("name at least one column");
    }
    return List.of(columns).stream()
        .map(column -> Identifiers.quote(checked(actual, column)))
        .collect(Collectors.joining(", "));
  }

  private static String checked(Relation relation, String column) {
    List<String> names = relation.columns().stream().map(Column::name).toList();
    if (!names.contains(column)) {
      throw new IllegalArgumentException(
          relation.name()
              + " has no column \""
              + column
              + "\"; it has "
              + String.join(", ", names));
    }
    return column;
  }

  /** A failure with the description that {@code as()} gave, if one was given. */
  static AssertionError failure(AssertionInfo info, String message) {
    Description given = info.description();
    String description = given == null ? "" : "[" + given.value() + "]\n";
    return new AssertionError(description + message);
  }
}
