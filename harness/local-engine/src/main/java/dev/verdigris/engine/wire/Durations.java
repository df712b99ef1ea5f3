package dev.verdigris.engine.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as variables have them: {@code 1 min}, {@code 1500 ms}; a bare number is in ms. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,18})\\s*([a-z]*)\\s*");
  private static final long MILLI = 1_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Durations() {}

  static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Long micros =
        switch (matcher.group(2)) {
          case "us" -> 1L;
          case "", "ms" -> MILLI;
          case "s" -> SECOND;
          case "min" -> MINUTE;
          case "h" -> HOUR;
          case "d" -> DAY;
          default -> null;
        };
    if (micros == null) {
      return Optional.empty();
    }
    try {
      long total = Math.multiplyExact(Long.parseLong(matcher.group(1)), micros);
      return Optional.of(Duration.ofNanos(Math.multiplyExact(total, 1000L)));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** In the largest unit that leaves no fraction. */
  static String display(Duration duration) {
    long micros = duration.toNanos() / 1000;
    if (micros % SECOND == 0) {
      if (micros == 0 || micros % MINUTE != 0) {
        return micros / SECOND + " s";
      }
      if (micros % DAY == 0) {
        return micros / DAY + " d";
      }
      return micros % HOUR == 0 ? micros / HOUR + " h" : micros / MINUTE + " min";
    }
    return micros % MILLI == 0 ? micros / MILLI + " ms" : micros + " us";
  }
}
