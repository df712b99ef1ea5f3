package dev.verdigris;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations as messages tell them. */
public final class Durations {
  private Durations() {}

  /**
   * A duration in its two largest units: {@code 1 d 2 h}, {@code 25 min}, {@code 3 s}, {@code 200
   * ms}. What is left below them is not told, nor what is below a millisecond.
   *
   * @param duration not negative
   */
  public static String text(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toDays(), "d");
    add(parts, duration.toHoursPart(), "h");
    add(parts, duration.toMinutesPart(), "min");
    add(parts, duration.toSecondsPart(), "s");
    add(parts, duration.toMillisPart(), "ms");
    return parts.isEmpty() ? "0 s" : String.join(" ", parts.subList(0, Math.min(2, parts.size())));
  }

  private static void add(List<String> parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + " " + unit);
    }
  }
}
