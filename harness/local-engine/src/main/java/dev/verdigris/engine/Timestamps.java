package dev.verdigris.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The one clock of the engine, in milliseconds since 1970. It never goes backwards, whatever the
 * system's clock does, and no two writes get the same time.
 */
public final class Timestamps {
  private final LongSupplier clock;
  private final AtomicLong last = new AtomicLong();

  /** The system's clock, made monotonic. */
  public Timestamps() {
    this(System::currentTimeMillis);
  }

  Timestamps(LongSupplier clock) {
    this.clock = clock;
  }

  /** The time of a read: at least the time of every write so far. */
  public long now() {
    return last.updateAndGet(previous -> Math.max(previous, clock.getAsLong()));
  }

  /** The time of a write: later than every time given out before. */
  public long next() {
    return last.updateAndGet(previous -> Math.max(previous + 1, clock.getAsLong()));
  }

  /** Takes note of a time that an earlier process gave out: everything from here on is later. */
  public void atLeast(long time) {
    last.accumulateAndGet(time, Math::max);
  }
}
