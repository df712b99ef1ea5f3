package dev.verdigris.engine.wire;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Intervals in PostgreSQL's binary form: microseconds, days and months, which its text of style
 * {@code postgres} keeps apart, too.
 */
final class BinaryInterval {
  private static final Pattern AMOUNT =
      Pattern.compile("([+-]?\\d+) (year|years|mon|mons|day|days)");
  private static final Pattern CLOCK =
      Pattern.compile("([+-]?)(\\d+):(\\d{2}):(\\d{2}(?:\\.\\d+)?)");
  private static final int MONTHS_A_YEAR = 12;
  private static final long MICROS = 1_000_000;

  private BinaryInterval() {}

  /** The binary form of {@code 1 year 2 mons -3 days 04:05:06.789}. */
  static byte[] encode(String text) {
    int months = 0;
    int days = 0;
    Matcher amount = AMOUNT.matcher(text);
    while (amount.find()) {
      int number = Integer.parseInt(amount.group(1));
      switch (amount.group(2).charAt(0)) {
        case 'y' -> months += MONTHS_A_YEAR * number;
        case 'm' -> months += number;
        default -> days += number;
      }
    }
    long micros = 0;
    Matcher clock = CLOCK.matcher(text);
    if (clock.find()) {
      long minutes = Long.parseLong(clock.group(2)) * 60 + Long.parseLong(clock.group(3));
      long seconds = new BigDecimal(clock.group(4)).movePointRight(6).longValueExact();
      micros = (minutes * 60 * MICROS + seconds) * (clock.group(1).equals("-") ? -1 : 1);
    }
    return ByteBuffer.allocate(16).putLong(micros).putInt(days).putInt(months).array();
  }

  /** The text of one that came in binary, such as {@code 3 mons -1 days 5000000 microseconds}. */
  static String decode(ByteBuffer in) {
    long micros = in.getLong();
    int days = in.getInt();
    int months = in.getInt();
    return "%d mons %d days %d microseconds".formatted(months, days, micros);
  }
}
