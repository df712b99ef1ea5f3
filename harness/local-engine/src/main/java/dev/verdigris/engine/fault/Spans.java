package dev.verdigris.engine.fault;

import java.time.Duration;

/** Spans of time as people read them. */
public final class Spans {
  private static final int SECOND = 1_000;

  private Spans() {}

  /** {@code 30 s} or {@code 1500 ms}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % SECOND == 0 ? millis / SECOND + " s" : millis + " ms";
  }
}
