package dev.verdigris.validations;

import java.time.Duration;

/**
 * Follows when something holds and when it does not, and tells when that decides a {@link Timing}.
 * Times are nanoseconds of one clock and never go back.
 */
final class Stretch {
  private final long start;
  private final long within;
  private final long stable;
  private boolean holding;
  private long since;

  Stretch(Timing timing, long start) {
    this.start = start;
    this.within = timing.within().toNanos();
    this.stable = timing.stable().toNanos();
  }

  /** What is known so far. */
  enum State {
    OPEN,
    PASSED,
    FAILED
  }

  /** Hears what is so at a time. */
  State observe(boolean holds, long now) {
    if (!holds) {
      holding = false;
    } else if (!holding) {
      holding = true;
      since = now;
    }
    return at(now);
  }

  /** What is known at a time, if nothing has changed since. */
  State at(long now) {
    if (holding) {
      return now - since >= stable ? State.PASSED : State.OPEN;
    }
    return now - start >= within ? State.FAILED : State.OPEN;
  }

  /** How long from {@code now} until time alone decides. */
  Duration left(long now) {
    long end = holding ? since + stable : start + within;
    return Duration.ofNanos(Math.max(0, end - now));
  }
}
