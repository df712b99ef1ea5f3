package dev.verdigris.execute;

import dev.verdigris.Durations;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.plan.SinkPair;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The key sets of sinks, each read with one statement on green's cluster, so that production does
 * not pay.
 *
 * @param counted by sink id
 * @param unreadable by sink id, what the server said where it could not be read
 */
public record KeyCounts(Map<String, KeySets> counted, Map<String, String> unreadable) {

  /** Makes the maps immutable. */
  public KeyCounts {
    counted = Map.copyOf(counted);
    unreadable = Map.copyOf(unreadable);
  }

  /**
   * Reads them.
   *
   * @param deadline for each sink
   * @throws SQLException that the server went away
   */
  public static KeyCounts read(Sessions sessions, List<SinkPair> sinks, Duration deadline)
      throws SQLException {
    Map<String, KeySets> counted = new HashMap<>();
    Map<String, String> unreadable = new HashMap<>();
    for (SinkPair sink : sinks) {
      try (Session session = sessions.open("keys", deadline)) {
        if (!sink.cluster().isEmpty()) {
          session.execute("SET cluster = " + Identifiers.quote(sink.cluster()));
        }
        counted.put(sink.sinkId(), KeySets.read(session::queryCancellable, sink.relations()));
      } catch (SQLException e) {
        if (SqlStates.connectionLost(e)) {
          throw e;
        }
        unreadable.put(
            sink.sinkId(),
            e instanceof DeadlineException
                ? "they were not read within " + Durations.text(deadline)
                : SqlStates.message(e));
      }
    }
    return new KeyCounts(counted, unreadable);
  }
}
