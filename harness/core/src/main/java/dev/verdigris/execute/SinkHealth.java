package dev.verdigris.execute;

import dev.verdigris.catalog.Identifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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
   * Waits until each of these sinks runs and its frontier has moved.
   *
   * @return by id, what those tell that did not until the deadline; empty where all do
   */
  Map<String, String> unwell(Collection<String> sinkIds, Duration deadline) throws SQLException {
    Map<String, String> waiting = new LinkedHashMap<>();
    new TreeSet<>(sinkIds).forEach(id -> waiting.put(id, "status not known"));
    if (waiting.isEmpty()) {
      return waiting;
    }
    long end = System.nanoTime() + deadline.toNanos();
    Map<String, Long> first = new HashMap<>();
    try (Session session = sessions.open("sinks")) {
      while (true) {
        Map<String, Told> told = told(session, waiting.keySet());
        for (Map.Entry<String, Told> entry : told.entrySet()) {
          Told now = entry.getValue();
          // A server that was just started tells no frontier at first: nothing to compare with.
          if (now.frontier() > 0) {
            first.putIfAbsent(entry.getKey(), now.frontier());
          }
          long before = first.getOrDefault(entry.getKey(), Long.MAX_VALUE);
          boolean well = now.status().equals(RUNNING) && now.frontier() > before;
          if (well) {
            waiting.remove(entry.getKey());
          } else {
            waiting.put(entry.getKey(), now.text());
          }
        }
        if (waiting.isEmpty() || System.nanoTime() > end || interruption.await(TICK_MILLIS)) {
          return waiting;
        }
      }
    }
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
