package dev.verdigris.readiness;

import java.time.Duration;

/** Whether something has been ready for long enough, without a setback in between. */
final class Steadiness {
  private final long nanos;
  private boolean ready;
  private long since;
  private long setbacks;

  Steadiness(Duration duration) {
    this.nanos = duration.toNanos();
  }

  /**
   * Takes a look in.
   *
   * @param isReady whether it is ready now
   * @param setbacksSoFar a count that a setback between two looks raises
   * @param now as {@link System#nanoTime}
   */
  boolean isEnough(boolean isReady, long setbacksSoFar, long now) {
    if (!isReady || !ready || setbacksSoFar != setbacks) {
      since = now;
    }
    ready = isReady;
    setbacks = setbacksSoFar;
    return isReady && now - since >= nanos;
  }
}
