package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How tests tell what planners refuse. */
final class Refusals {
  private Refusals() {}

  /** Word for word. */
  static void refused(ThrowingCallable planning, String message) {
    assertThatExceptionOfType(VerdigrisException.class).isThrownBy(planning).withMessage(message);
  }
}
