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

  /** How long sinks are counted. */
  public static final class Patience {
    /** A cancel might arrive before the statement that it is to end. */
    private static final Duration TOO_SHORT = Duration.ofMillis(10);

    private final Duration time;
    private final boolean shared;
    private final long start = System.nanoTime();

    private Patience(Duration time, boolean shared) {
      this.time = time;
      this.shared = shared;
    }

    /** As long for each sink. */
    public static Patience forEach(Duration time) {
      return new Patience(time, false);
    }

    /** From now on, for all sinks together. */
    public static Patience forAll(Duration time) {
      return new Patience(time, true);
    }

    private Duration left() {
      return shared ? time.minusNanos(System.nanoTime() - start) : time;
    }

    private boolean isOver() {
      return left().compareTo(TOO_SHORT) < 0;
    }

    private Uncounted late() {
      return new Uncounted(
          ExitCode.NOT_READY,
          "they were not read within "
              + Durations.text(time)
              + (shared ? ", in which those of all sinks are" : ""));
    }

    private Uncounted over() {
      return new Uncounted(
          ExitCode.NOT_READY,
          "there was no time left: those of all sinks are read within " + Durations.text(time));
    }
  }

  /**
   * Reads them.
   *
   * @throws SQLException that the server went away
   */
  public static KeyCounts read(Sessions sessions, List<SinkPair> sinks, Patience patience)
      throws SQLException {
    Map<String, KeySets> counted = new HashMap<>();
    Map<String, Uncounted> uncounted = new HashMap<>();
    for (SinkPair sink : sinks) {
      if (patience.isOver()) {
        uncounted.put(sink.sinkId(), patience.over());
        continue;
      }
      try (Session session = sessions.open("keys", patience.left())) {
        if (!sink.cluster().isEmpty()) {
          session.execute("SET cluster = " + Identifiers.quote(sink.cluster()));
        }
        counted.put(sink.sinkId(), KeySets.read(session::queryCancellable, sink.relations()));
      } catch (SQLException e) {
        if (SqlStates.connectionLost(e)) {
          throw e;
        }
        uncounted.put(sink.sinkId(), because(e, patience));
      }
    }
    return new KeyCounts(counted, uncounted);
  }

  private static Uncounted because(SQLException e, Patience patience) {
    if (e instanceof DeadlineException) {
      return patience.late();
    }
    return new Uncounted(
        SqlStates.forbidden(e) ? ExitCode.CONNECTION : ExitCode.CONFLICT, SqlStates.message(e));
  }
}
