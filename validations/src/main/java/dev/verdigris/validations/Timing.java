package dev.verdigris.validations;

import java.time.Duration;

/**
 * When an assertion has to hold.
 *
 * @param within how long it may take until it holds; zero: now
 * @param stable how long it then has to hold without a break; zero: at one time
 */
record Timing(Duration within, Duration stable) {
  /** Now, and once. */
  static final Timing ONCE = new Timing(Duration.ZERO, Duration.ZERO);

  boolean isOnce() {
    return within.isZero() && stable.isZero();
  }

  Timing within(Duration duration) {
    return new Timing(OptionProblems.positive("eventually", duration), stable);
  }

  Timing stable(String option, Duration duration) {
    return new Timing(within, OptionProblems.positive(option, duration));
  }

  /** For people: {@code within 30 s, then for 5 s}. */
  @Override
  public String toString() {
    if (within.isZero()) {
      return stable.isZero() ? "now" : "always for " + words(stable);
    }
    return "within " + words(within) + (stable.isZero() ? "" : ", then for " + words(stable));
  }

  /** Such as {@code 5 s} or {@code 250 ms}. */
  static String words(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
