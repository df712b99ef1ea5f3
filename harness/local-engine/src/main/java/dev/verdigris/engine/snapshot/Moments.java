package dev.verdigris.engine.snapshot;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the times at which a relation changed by time alone: a temporal filter lets rows in and out
 * at exact times, whenever somebody looks. Two looks at the same data differ only by that, so the
 * times are found by looking at the same data as of times in between, halving the interval.
 *
 * <p>A row that comes and goes between two looks is not seen, and where more than {@link
 * #LOOKS_AT_MOST} looks would be needed the rest counts as one change, at its end.
 */
public final class Moments {
  private static final int LOOKS_AT_MOST = 200;

  private final Reader reader;
  private final List<Moment> found = new ArrayList<>();
  private int looks;

  private Moments(Reader reader) {
    this.reader = reader;
  }

  /** Reads the relation as of a time, always from the same data. */
  @FunctionalInterface
  public interface Reader {
    /** What it holds at {@code timestamp}, in milliseconds since 1970. */
    Contents at(long timestamp) throws SQLException;
  }

  /**
   * What the relation became.
   *
   * @param timestamp the first at which it holds that
   * @param contents what it holds
   */
  public record Moment(long timestamp, Contents contents) {}

  /**
   * The changes after one time and up to another, in order; none if the contents are the same.
   *
   * @param before what it held at {@code from}
   * @param now what it holds at {@code to}
   */
  public static List<Moment> between(
      Contents before, long from, Contents now, long to, Reader reader) throws SQLException {
    Moments moments = new Moments(reader);
    moments.halve(before, from, now, to);
    return moments.found;
  }

  private void halve(Contents before, long from, Contents now, long to) throws SQLException {
    if (now.equals(before)) {
      return;
    }
    if (to - from <= 1 || looks >= LOOKS_AT_MOST) {
      found.add(new Moment(to, now));
      return;
    }
    looks++;
    long middle = from + (to - from) / 2;
    Contents between = reader.at(middle);
    halve(before, from, between, middle);
    halve(between, middle, now, to);
  }
}
