package dev.verdigris.validations;

import dev.verdigris.Environment;
import dev.verdigris.Relation;

/** Entry to all assertions on a deployment's relations. */
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
}
