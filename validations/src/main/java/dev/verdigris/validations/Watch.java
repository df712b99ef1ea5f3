package dev.verdigris.validations;

import dev.verdigris.execute.DeadlineException;
import dev.verdigris.execute.ReadSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows a query of one row by SUBSCRIBE, on a connection of its own that is thrown away. Changes
 * come with their timestamps: a row that goes with −1 and one that comes with +1 at one time are
 * one change, so nothing is judged in between.
 */
final class Watch implements AutoCloseable {
  /**
   * The longest that one FETCH waits: now and then one was seen that told of a row only when its
   * time was over, so this bounds how late a change is seen.
   */
  private static final Duration LONGEST_FETCH = Duration.ofMillis(80);

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ReadSession session;
  private final Check.Pulse pulse;
  private final Duration deadline;
  private final Map<List<@Nullable String>, Long> rows = new HashMap<>();
  private String at = "";

  private Watch(ReadSession session, Check.Pulse pulse, Duration deadline) {
    this.session = session;
    this.pulse = pulse;
    this.deadline = deadline;
  }

  /**
   * How it ended.
   *
   * @param passed whether it held as long as it should
   * @param at the timestamp of the last change that was seen
   * @param row the values at that time
   */
  record Result(boolean passed, String at, List<@Nullable String> row) {}

  /** Begins to subscribe. */
  static Watch of(ReadSession session, Check.Pulse pulse, @Nullable Duration deadline)
      throws SQLException {
    Watch watch = new Watch(session, pulse, deadline == null ? session.deadline() : deadline);
    try {
      session.execute("BEGIN", watch.deadline);
      session.execute("DECLARE pulse CURSOR FOR SUBSCRIBE (" + pulse.sql() + ")", watch.deadline);
      return watch;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Waits until the timing is decided.
   *
   * @throws DeadlineException when not even the first row comes in time
   */
  Result follow(Timing timing) throws SQLException {
    first();
    Stretch stretch = new Stretch(timing, System.nanoTime());
    while (true) {
      List<@Nullable String> row = row();
      Stretch.State state = stretch.observe(pulse.holds().test(row), System.nanoTime());
      while (state == Stretch.State.OPEN) {
        if (fetch(stretch.left(System.nanoTime()))) {
          break;
        }
        state = stretch.at(System.nanoTime());
      }
      if (state != Stretch.State.OPEN) {
        return new Result(state == Stretch.State.PASSED, at, row);
      }
    }
  }

  private void first() throws SQLException {
    long start = System.nanoTime();
    while (!fetch(LONGEST_FETCH)) {
      if (System.nanoTime() - start > deadline.toNanos()) {
        throw new DeadlineException(
            deadline, new SQLException("the subscription tells nothing yet"));
      }
    }
  }

  /** Waits for changes; whether the row is another one now. */
  private boolean fetch(Duration wait) throws SQLException {
    Duration shortest = wait.compareTo(LONGEST_FETCH) < 0 ? wait : LONGEST_FETCH;
    List<@Nullable String> before = rows.size() == 1 ? row() : List.of();
    apply(fetched(1, Math.max(1, shortest.toMillis())));
    while (!settled()) {
      if (apply(fetched(1, LONGEST_FETCH.toMillis())) == 0 && rows.isEmpty() && before.isEmpty()) {
        return false;
      }
    }
    return !row().equals(before);
  }

  private boolean settled() {
    return rows.size() == 1 && rows.values().iterator().next() == 1L;
  }

  /** Until the first row has come the server may owe even an answer that says nothing. */
  private Table fetched(int count, long millis) throws SQLException {
    return session.query(
        "FETCH " + count + " pulse WITH (timeout = '" + millis + "ms')",
        rows.isEmpty() ? deadline : GRACE,
        Table::of);
  }

  private int apply(Table changes) {
    for (List<@Nullable String> change : changes.rows()) {
      at = String.valueOf(change.get(0));
      long diff = Long.parseLong(String.valueOf(change.get(1)));
      rows.merge(
          change.subList(2, change.size()),
          diff,
          (old, more) -> old + more == 0 ? null : old + more);
    }
    return changes.rows().size();
  }

  private List<@Nullable String> row() {
    return rows.keySet().iterator().next();
  }

  @Override
  public void close() {
    session.close();
  }
}
