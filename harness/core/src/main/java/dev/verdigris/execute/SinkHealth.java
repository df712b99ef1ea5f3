package dev.verdigris.execute;

import dev.verdigris.catalog.Identifiers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether sinks work: their status, and that their frontiers move on, or have nowhere to move.
 * One query a tick tells of all of them.
 *
 * @param sessions where sessions come from
 * @param interruption ends the wait
 */
record SinkHealth(Sessions sessions, Interruption interruption) {
  private static final int TICK_MILLIS = 100;
  private static final String RUNNING = "running";
  private static final String GONE = "it is gone: somebody has dropped it";

  /** No frontier is told: that of a server that was just started, for example. */
  private static final long UNKNOWN = 0;

  /**
   * A frontier that is told and is NULL: beyond all times, for nothing comes any more. So it is
   * recorded of a materialized view of constants. That a sink of one ends there too is said by the
   * server's sources, and recorded nowhere.
   */
  private static final long END = Long.MAX_VALUE;

  /**
   * A relation that is kept up to date is complete up to about now, and at most some seconds
   * beyond. One that is further ahead waits for its next refresh: {@code REFRESH EVERY} is behind a
   * flag of the server and was not recorded.
   */
  private static final long AHEAD_MILLIS = 10_000;

  /**
   * What a sink tells.
   *
   * @param status as {@code mz_sink_statuses} has it; empty where it has none
   * @param error why it does not run; empty where it does
   * @param frontier everything before it is sent, in milliseconds; {@link #UNKNOWN}, {@link #END}
   * @param relation everything before it is known of the relation that the sink reads now, likewise
   * @param now when it was told, in milliseconds
   */
  record Told(String status, String error, long frontier, long relation, long now) {

    /** For people: {@code status stalled (broker unreachable), frontier 1764000123456}. */
    String text() {
      return "status "
          + (status.isEmpty() ? "not known" : status)
          + (error.isEmpty() ? "" : " (" + error + ")")
          + ", frontier "
          + frontierText();
    }

    private String frontierText() {
      if (frontier != END) {
        return frontier == UNKNOWN ? "not known" : String.valueOf(frontier);
      }
      return relation == END
          ? "at the end, as its relation's"
          : "at the end, unlike its relation's: it sends nothing any more";
    }

    /**
     * Whether it runs and does its work.
     *
     * @param first the first frontier that was told of it; {@link #END} where none was
     */
    boolean isWell(long first) {
      return status.equals(RUNNING) && (frontier == END ? relation == END : moves(first));
    }

    private boolean moves(long first) {
      return frontier > first || (frontier >= relation && relation > now + AHEAD_MILLIS);
    }
  }

  /**
   * Waits until each of these sinks runs and its frontier has moved, or nothing can move it: it has
   * reached its relation's, which is at the end or waits for a refresh. That a frontier has reached
   * one that moves shows nothing: it may have got there with the relation that was left. One that
   * is not there any more is not waited for.
   *
   * @return by id, what those tell that did not until the deadline; empty where all do
   */
  Map<String, String> unwell(Collection<String> sinkIds, Duration deadline) throws SQLException {
    Map<String, String> unwell = new TreeMap<>();
    Set<String> waiting = new TreeSet<>(sinkIds);
    if (waiting.isEmpty()) {
      return unwell;
    }
    long end = System.nanoTime() + deadline.toNanos();
    Map<String, Long> first = new HashMap<>();
    try (Session session = sessions.open("sinks")) {
      while (true) {
        Map<String, Told> told = told(session, sinkIds);
        for (String id : List.copyOf(waiting)) {
          Told now = told.get(id);
          if (now == null) {
            unwell.put(id, GONE);
            waiting.remove(id);
          } else if (isWell(now, first, id)) {
            unwell.remove(id);
            waiting.remove(id);
          } else {
            unwell.put(id, now.text());
          }
        }
        if (waiting.isEmpty() || System.nanoTime() > end || interruption.await(TICK_MILLIS)) {
          return unwell;
        }
      }
    }
  }

  /**
   * A server that was just started tells no frontier at first: nothing to compare with, as little
   * as the end of a relation that was left.
   */
  private static boolean isWell(Told now, Map<String, Long> first, String id) {
    if (now.frontier() != UNKNOWN && now.frontier() != END) {
      first.putIfAbsent(id, now.frontier());
    }
    return now.isWell(first.getOrDefault(id, END));
  }

  /** What these sinks tell now, by id. */
  static Map<String, Told> told(Session session, Collection<String> sinkIds) throws SQLException {
    return session.query(
        "SELECT s.id, st.status, st.error, "
            + frontier("f")
            + ", "
            + frontier("r")
            + ", mz_now()::text FROM mz_catalog.mz_sinks s"
            + " LEFT JOIN mz_internal.mz_sink_statuses st ON st.id = s.id"
            + " LEFT JOIN mz_internal.mz_frontiers f ON f.object_id = s.id"
            // What else it depends on, its connection for example, has no frontier.
            + " LEFT JOIN (mz_internal.mz_object_dependencies d JOIN mz_internal.mz_frontiers r"
            + " ON r.object_id = d.referenced_object_id) ON d.object_id = s.id"
            + " WHERE s.id IN ("
            + sinkIds.stream().map(Identifiers::literal).collect(Collectors.joining(", "))
            + ")",
        rows -> {
          Map<String, Told> told = new HashMap<>();
          while (rows.next()) {
            String status = rows.getString(2);
            String error = rows.getString(3);
            told.put(
                rows.getString(1),
                new Told(
                    status == null ? "" : status,
                    error == null ? "" : error,
                    frontier(rows, 4),
                    frontier(rows, 5),
                    Long.parseLong(rows.getString(6))));
          }
          return told;
        });
  }

  /** A text that is NULL where no frontier is told, and empty where the frontier is NULL. */
  private static String frontier(String table) {
    return "CASE WHEN "
        + table
        + ".object_id IS NOT NULL THEN coalesce("
        + table
        + ".write_frontier::text, '') END";
  }

  private static long frontier(ResultSet rows, int column) throws SQLException {
    @Nullable String text = rows.getString(column);
    return text == null ? UNKNOWN : text.isEmpty() ? END : Long.parseLong(text);
  }
}
