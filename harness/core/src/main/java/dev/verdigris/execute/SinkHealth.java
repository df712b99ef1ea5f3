package dev.verdigris.execute;

import dev.verdigris.catalog.Identifiers;
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

/**
 * Sees whether sinks work: their status, and that their frontiers move on. One query a tick tells
 * of all of them.
 *
 * @param sessions where sessions come from
 * @param interruption ends the wait
 */
record SinkHealth(Sessions sessions, Interruption interruption) {
  private static final int TICK_MILLIS = 100;
  private static final String RUNNING = "running";
  private static final String GONE = "it is gone: somebody has dropped it";

  /**
   * What a sink tells.
   *
   * @param status as {@code mz_sink_statuses} has it; empty where it has none
   * @param error why it does not run; empty where it does
   * @param frontier everything before it is sent, in milliseconds; 0 where it is not known
   */
  record Told(String status, String error, long frontier) {

    /** For people: {@code status stalled (broker unreachable), frontier 1764000123456}. */
    String text() {
      return "status "
          + (status.isEmpty() ? "not known" : status)
          + (error.isEmpty() ? "" : " (" + error + ")")
          + ", frontier "
          + (frontier == 0 ? "not known" : String.valueOf(frontier));
    }
  }

  /**
   * Waits until each of these sinks runs and its frontier has moved. One that is not there any more
   * is not waited for.
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
        Map<String, Told> told = told(session, waiting);
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

  /** A server that was just started tells no frontier at first: nothing to compare with. */
  private static boolean isWell(Told now, Map<String, Long> first, String id) {
    if (now.frontier() > 0) {
      first.putIfAbsent(id, now.frontier());
    }
    return now.status().equals(RUNNING) && now.frontier() > first.getOrDefault(id, Long.MAX_VALUE);
  }

  /** What these sinks tell now, by id. */
  static Map<String, Told> told(Session session, Collection<String> sinkIds) throws SQLException {
    return session.query(
        "SELECT s.id, st.status, st.error, f.write_frontier::text FROM mz_catalog.mz_sinks s"
            + " LEFT JOIN mz_internal.mz_sink_statuses st ON st.id = s.id"
            + " LEFT JOIN mz_internal.mz_frontiers f ON f.object_id = s.id WHERE s.id IN ("
            + sinkIds.stream().map(Identifiers::literal).collect(Collectors.joining(", "))
            + ")",
        rows -> {
          Map<String, Told> told = new HashMap<>();
          while (rows.next()) {
            String status = rows.getString(2);
            String error = rows.getString(3);
            String frontier = rows.getString(4);
            told.put(
                rows.getString(1),
                new Told(
                    status == null ? "" : status,
                    error == null ? "" : error,
                    frontier == null ? 0 : Long.parseLong(frontier)));
          }
          return told;
        });
  }
}
