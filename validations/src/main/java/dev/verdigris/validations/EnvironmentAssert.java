package dev.verdigris.validations;

import dev.verdigris.Environment;

/**
 * Assertions on green or blue as a whole: {@link VerdigrisAssertions#assertThat(Environment)}
 * begins them.
 */
public class EnvironmentAssert extends AbstractEnvironmentAssert<EnvironmentAssert> {

  /** Begins assertions on an environment. */
  public EnvironmentAssert(Environment actual) {
    super(actual, EnvironmentAssert.class);
  }

  /**
   * Goes on with one relation; options that were said before go on to hold. What follows is never
   * soft.
   *
   * <pre>
   * assertThat(green).because("the board reads it").relation("flights.delays").hasUniqueKey("iata");
   * </pre>
   *
   * @param name what models call it
   * @throws dev.verdigris.VerdigrisException VG-2241 when there is none
   */
  public RelationAssert relation(String name) {
    isNotNull();
    return new RelationAssert(actual.relation(name)).from(this);
  }

  /**
   * Goes on with one sink; options that were said before go on to hold. What follows is never soft.
   *
   * <pre>
   * assertThat(green).because("three teams read it").sink("sinks.delays").keepsContractOf(blue);
   * </pre>
   *
   * @param name its whole name
   * @throws dev.verdigris.VerdigrisException VG-2244 when no such sink reads the deployment
   */
  public SinkAssert sink(String name) {
    isNotNull();
    return new SinkAssert(actual.sink(name)).from(this);
  }
}
