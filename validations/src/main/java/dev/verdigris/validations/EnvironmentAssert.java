package dev.verdigris.validations;

import dev.verdigris.Environment;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on green or blue as a whole. */
public final class EnvironmentAssert extends AbstractAssert<EnvironmentAssert, Environment> {
  private @Nullable String reason;

  EnvironmentAssert(Environment actual) {
    super(actual, EnvironmentAssert.class);
  }

  /** Says in a failure message why the assertions that follow matter. */
  public EnvironmentAssert because(String why) {
    reason = why;
    return this;
  }

  /**
   * Verifies that a query finds nothing. Unqualified names mean this environment's objects.
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
  public EnvironmentAssert returnsNoRows(String sql) {
    isNotNull();
    Rows rows = Read.on(actual::connection, actual.label()).offenders(sql);
    if (rows.total() > 0) {
      throw failure(RelationMessages.shouldReturnNoRows(sql, rows, reason));
    }
    return this;
  }

  private AssertionError failure(String message) {
    return RelationAssert.failure(info, message);
  }
}
