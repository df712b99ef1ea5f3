package dev.verdigris.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The one clock of the engine, in milliseconds since 1970. It never goes backwards, whatever the
 * system's clock does, and no two writes get the same time.
 */
public final class Timestamps {
  private final LongSupplier clock;
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong ahead = new AtomicLong();

  /** The system's clock, made monotonic. */
  public Timestamps() {
    this(System::currentTimeMillis);
  }

  Timestamps(LongSupplier clock) {
    this.clock = clock;
  }

  /** The time of a read: at least the time of every write so far. */
  public long now() {
    return last.updateAndGet(previous -> Math.max(previous, clock.getAsLong() + ahead.get()));
  }

  /** The time of a write: later than every time given out before. */
  public long next() {
    return last.updateAndGet(previous -> Math.max(previous + 1, clock.getAsLong() + ahead.get()));
  }

  /**
   * Takes note of a time that an earlier process gave out: everything from here on is later. Should
   * the system's clock be behind it, this one stays ahead by that much.
   */
  public void atLeast(long time) {
    last.accumulateAndGet(time, Math::max);
    ahead.accumulateAndGet(time - clock.getAsLong(), Math::max);
  }

  /**
   * Jumps ahead. There is no way back: a timestamp that was given out stays in the past.
   *
   * @param by more than nothing
   */
  public void jump(Duration by) {
    if (by.isNegative() || by.isZero()) {
      throw new IllegalArgumentException("the clock jumps forward only, not by " + by);
    }
    ahead.addAndGet(by.toMillis());
  }

  /** How far it is ahead of the system's clock, in milliseconds. */
  public long ahead() {
    return ahead.get();
  }
}
