package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;
import dev.verdigris.Sink;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entry to all assertions on a deployment. {@link VerdigrisSoftAssertions} has them softly, and
 * {@code then} begins them in the words of behaviour-driven tests.
 */
public final class VerdigrisAssertions {
  private VerdigrisAssertions() {}

  /**
   * Begins assertions on a relation.
   *
   * <pre>
   * assertThat(green.relation("flights.delay_by_airport")).hasUniqueKey("iata");
   * </pre>
   */
  public static RelationAssert assertThat(Relation actual) {
    return new RelationAssert(actual);
  }

  /**
   * Begins assertions on a whole environment.
   *
   * <pre>
   * assertThat(green).returnsNoRows("SELECT * FROM on_time_board WHERE share &gt; 1");
   * </pre>
   */
  public static EnvironmentAssert assertThat(Environment actual) {
    return new EnvironmentAssert(actual);
  }

  /**
   * Begins assertions on a sink.
   *
   * <pre>
   * assertThat(green.sink("sinks.delays")).keepsContractOf(blue);
   * </pre>
   */
  public static SinkAssert assertThat(Sink actual) {
    return new SinkAssert(actual);
  }

  /** The same as {@link #assertThat(Relation)}. */
  public static RelationAssert then(Relation actual) {
    return assertThat(actual);
  }

  /** The same as {@link #assertThat(Sink)}. */
  public static SinkAssert then(Sink actual) {
    return assertThat(actual);
  }

  /** The same as {@link #assertThat(Environment)}. */
  public static EnvironmentAssert then(Environment actual) {
    return assertThat(actual);
  }

  /**
   * Takes one timestamp for several assertions, on the cluster of the first relation; the caller
   * closes it.
   *
   * @param relations all that these assertions read, green's and blue's
   */
  public static SharedSnapshot snapshotOf(Relation... relations) {
    return SharedSnapshot.of(relations);
  }

  /**
   * A number of rows, both ends included: {@code hasRowCount(between(2_000, 4_000))}.
   *
   * @param least 0 or more
   * @param most not less than {@code least}
   */
  public static RowRange between(long least, long most) {
    return new RowRange(least, most);
  }

  /** A row that a query should return: {@code row("SEA", 8.4, null)}. */
  public static List<@Nullable Object> row(@Nullable Object... values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }
}
