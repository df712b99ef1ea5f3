package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the few forms that cluster options take. */
final class IntervalText {
  private static final Pattern AMOUNT =
      Pattern.compile(
          "\\s*(\\d+)\\s*(s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hour|hours)?\\s*");
  private static final Pattern CLOCK = Pattern.compile("\\s*(\\d+):(\\d{2}):(\\d{2})\\s*");

  private static final Pattern FINE =
      Pattern.compile(
          "\\s*(\\d+(?:\\.\\d+)?)\\s*(us|microseconds?|ms|milliseconds?|s|secs?|seconds?)\\s*");

  private IntervalText() {}

  /** Seconds of a text such as {@code 5s} or {@code 00:00:05}. */
  static long seconds(String option, String text) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      return Long.parseLong(clock.group(1)) * 3600
          + Long.parseLong(clock.group(2)) * 60
          + Long.parseLong(clock.group(3));
    }
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw SqlException.unsupported(option + " = '" + text + "'");
    }
    long number = Long.parseLong(amount.group(1));
    String unit = amount.group(2) == null ? "s" : amount.group(2).substring(0, 1);
    return switch (unit) {
      case "h" -> number * 3600;
      case "m" -> number * 60;
      default -> number;
    };
  }

  /** Microseconds of a text such as {@code 100ms}, {@code 1s} or {@code 00:00:05}. */
  static long micros(String option, String text) {
    Matcher fine = FINE.matcher(text);
    if (!fine.matches()) {
      return seconds(option, text) * 1_000_000;
    }
    BigDecimal amount = new BigDecimal(fine.group(1));
    int digits = fine.group(2).startsWith("mi") && !fine.group(2).startsWith("mic") ? 3 : 0;
    if (fine.group(2).equals("ms")) {
      digits = 3;
    } else if (fine.group(2).startsWith("s")) {
      digits = 6;
    }
    return amount.movePointRight(digits).longValue();
  }

  /** {@code 00:00:05}. */
  static String clock(long seconds) {
    return String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
