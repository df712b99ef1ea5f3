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
}
