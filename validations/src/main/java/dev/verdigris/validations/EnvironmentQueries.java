package dev.verdigris.validations;

import dev.verdigris.Environment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what any query returns. In a query {@code delays} and {@code flights.delays} mean
 * this environment's relations, as they do in models; a name with the database before it means
 * exactly that, so that {@code %s} with {@code blue.relation("flights.delays")} reads blue.
 *
 * <p>A query that reads a relation without rows is inconclusive, unless {@link #allowingEmpty} was
 * said.
 *
 * @param <S> the type of the assertion itself
 */
public abstract class EnvironmentQueries<S extends EnvironmentQueries<S>>
    extends AbstractValidationAssert<S, Environment> {

  /** For the assertion {@code selfType} on {@code actual}. */
  protected EnvironmentQueries(Environment actual, Class<?> selfType) {
    super(actual, selfType);
  }

  @Override
  Origin origin() {
    return Origin.of(actual);
  }

  /** Lets these relations, by the names that models have for them, be without rows. */
  public S allowingEmpty(String... relations) {
    for (String relation : relations) {
      options().allowEmpty(relation);
    }
    return myself;
  }

  /**
   * Verifies that a query finds nothing.
   *
   * <pre>
   * // passes when no airport has more late flights than flights
   * assertThat(green).returnsNoRows("SELECT iata FROM delay_by_airport WHERE late &gt; flights");
   *
   * // fails, with up to five of the rows, as soon as there is an airport
   * assertThat(green).returnsNoRows("SELECT iata FROM delay_by_airport");
   * </pre>
   *
   * @param sql one SELECT without a semicolon
   * @throws dev.verdigris.VerdigrisException VG-3108 when the query itself fails
   */
  public S returnsNoRows(String sql) {
    NamedQuery query = query(sql);
    return verify(
        new QueryCheck(
            options(),
            query,
            (rows, context) -> QueryMessages.shouldReturnNoRows(sql, query.sql(), rows, context)));
  }

  private NamedQuery query(String sql) {
    isNotNull();
    return NamedQuery.of(OptionProblems.text("query", sql), actual);
  }

  /**
   * Verifies that a query returns exactly these rows, in any order; how often a row occurs counts.
   * Numbers are compared by value, everything else by its text.
   *
   * <pre>
   * // passes
   * assertThat(green)
   *     .returnsExactly("SELECT iata, flights FROM delay_by_airport", row("SEA", 10), row("SFO", 7));
   *
   * // fails, with what is missing and what is too much
   * assertThat(green).returnsExactly("SELECT iata FROM delay_by_airport", row("SEA"));
   * </pre>
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // Only read.
  public final S returnsExactly(String sql, List<? extends @Nullable Object>... rows) {
    return returns(sql, ExpectedRows.of(Arrays.asList(rows)));
  }

  /**
   * The same, with the rows as a table, in the form of {@link
   * dev.verdigris.validations.table.TextTable}: a line of column names, then one line for each row,
   * cells between {@code |}.
   *
   * <pre>
   * // passes
   * assertThat(green)
   *     .returnsTable(
   *         "SELECT iata, flights FROM delay_by_airport",
   *         """
   *         | iata | flights |
   *         |------|---------|
   *         | SEA  | 10      |
   *         | SFO  | 7       |""");
   *
   * // fails: the columns have other names
   * assertThat(green).returnsTable("SELECT iata AS code FROM delay_by_airport", "| iata |\n| SEA |");
   * </pre>
   */
  public S returnsTable(String sql, String table) {
    return returns(sql, ExpectedRows.table(table));
  }

  /**
   * The same, with the rows in a CSV file in UTF-8 whose first line names the columns; an empty
   * field without quotes is null.
   *
   * <pre>
   * // passes
   * assertThat(green).returnsCsv("SELECT * FROM delay_by_state", Path.of("expected/states.csv"));
   *
   * // fails: a state has no row in the file
   * assertThat(green).returnsCsv("SELECT * FROM delay_by_state", Path.of("expected/west.csv"));
   * </pre>
   *
   * @param file relative to the working directory
   */
  public S returnsCsv(String sql, Path file) {
    return returns(sql, ExpectedRows.csv(file));
  }

  private S returns(String sql, ExpectedRows expected) {
    return verify(new ExactRows(options(), query(sql), sql, expected));
  }

  /**
   * Verifies that a query returns the same rows here and in the other environment, in any order.
   * Both are read in one statement.
   *
   * <pre>
   * // passes when the totals are production's
   * assertThat(green).returnsSameAs(blue, "SELECT state, sum(flights) FROM delays GROUP BY state");
   *
   * // fails, with the rows of either side
   * assertThat(green).returnsSameAs(blue, "SELECT max(avg_delay) FROM delays");
   * </pre>
   */
  public S returnsSameAs(Environment blue, String sql) {
    NamedQuery own = query(sql);
    NamedQuery other = NamedQuery.of(sql, blue);
    if (!names(own).equals(names(other))) {
      throw new IllegalArgumentException(
          "returnsSameAs: "
              + actual.label()
              + " has "
              + names(own)
              + " for this query, and "
              + blue.label()
              + " has "
              + names(other));
    }
    String difference =
        "SELECT '"
            + actual.label()
            + "' AS only, g.* FROM (("
            + own.sql()
            + ") EXCEPT ALL ("
            + other.sql()
            + ")) AS g UNION ALL SELECT '"
            + blue.label()
            + "' AS only, b.* FROM (("
            + other.sql()
            + ") EXCEPT ALL ("
            + own.sql()
            + ")) AS b";
    return verify(
        new QueryCheck(
            options(),
            new NamedQuery(difference, own.relations()),
            (rows, context) ->
                QueryMessages.shouldReturnSame(
                    actual.label(), blue.label(), sql, difference, rows, context)));
  }

  private static Set<String> names(NamedQuery query) {
    return query.relations().stream()
        .map(relation -> relation.name())
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }
}
