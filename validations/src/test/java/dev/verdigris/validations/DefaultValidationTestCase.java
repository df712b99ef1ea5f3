package dev.verdigris.validations;

import dev.verdigris.junit.Deployment;
import dev.verdigris.junit.Validation;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Deployments that the tests of the default validations run. */
final class DefaultValidationTestCase {
  private DefaultValidationTestCase() {}

  /** With one validation of the user's. */
  @Deployment(validations = Own.class)
  static class WithOwn {}

  /** With none that runs. */
  @Deployment(validations = Off.class)
  static class WithoutOwn {}

  /** Holds. */
  @Validation
  static class Own {
    @Test
    void holds() {
      // What it asserts does not matter here.
    }
  }

  /** Is accepted not to run. */
  @Validation
  static class Off {
    @Test
    @Disabled("for the tests of the default validations")
    void isOff() {
      // Never run.
    }
  }
}
