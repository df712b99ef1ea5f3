package dev.verdigris.execute;

import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.plan.SinkPair;
import dev.verdigris.plan.Uncounted;
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
 * @param uncounted by sink id, why they could not be read
 */
public record KeyCounts(Map<String, KeySets> counted, Map<String, Uncounted> uncounted) {

  /** Makes the maps immutable. */
  public KeyCounts {
    counted = Map.copyOf(counted);
    uncounted = Map.copyOf(uncounted);
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
    Map<String, Uncounted> uncounted = new HashMap<>();
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
        uncounted.put(sink.sinkId(), because(e, deadline));
      }
    }
    return new KeyCounts(counted, uncounted);
  }

  private static Uncounted because(SQLException e, Duration deadline) {
    if (e instanceof DeadlineException) {
      return new Uncounted(
          ExitCode.NOT_READY, "they were not read within " + Durations.text(deadline));
    }
    return new Uncounted(
        SqlStates.forbidden(e) ? ExitCode.CONNECTION : ExitCode.CONFLICT, SqlStates.message(e));
  }
}
