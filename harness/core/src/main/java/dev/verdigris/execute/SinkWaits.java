package dev.verdigris.execute;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.plan.SinkStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Waits for what has to be before a sink is cut over, each wait until a deadline and ended by an
 * interruption.
 *
 * @param sessions where sessions come from
 * @param interruption ends a wait
 * @param deadline for each sink
 */
record SinkWaits(Sessions sessions, Interruption interruption, Duration deadline) {
  private static final int TICK_MILLIS = 100;

  /**
   * Waits until the transition shows what the sink reads: reading a view that is not hydrated waits
   * until it is.
   *
   * @throws SQLException what the server says, or that it took too long
   */
  void awaitEqual(SinkStep.Equal equal) throws SQLException {
    try (Session session = sessions.open("sink", deadline)) {
      session.execute("SET cluster = " + Identifiers.quote(equal.cluster()));
      KeySets keys = KeySets.read(session::queryCancellable, equal.relations());
      if (!keys.isEmpty()) {
        throw new SQLException(
            "the transition shows something else than the sink reads: "
                + keys.text()
                + "; "
                + String.join("; ", keys.examples()));
      }
    }
  }

  /**
   * Waits until these sinks have sent what their switch said: until their frontiers have passed a
   * time at which it was read. One query a tick tells of all of them.
   *
   * @param steps of {@link SinkStep.Flipped} alone
   * @param passed told of each sink when its frontier has passed, while the others are waited for
   * @return why the others have not
   */
  Map<SinkStep, Exception> awaitFlipped(Collection<SinkStep> steps, Consumer<SinkStep> passed) {
    Map<SinkStep, Exception> left = new LinkedHashMap<>();
    Map<SinkStep.Flipped, List<SinkStep>> behind =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    step -> (SinkStep.Flipped) step.before(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    behind.forEach(
        (flipped, sinks) -> {
          List<SinkStep> waiting = new ArrayList<>(sinks);
          try {
            awaitFlipped(flipped, sinks, waiting, passed);
          } catch (SQLException | VerdigrisException e) {
            waiting.forEach(step -> left.put(step, e));
          }
        });
    return left;
  }

  private void awaitFlipped(
      SinkStep.Flipped flipped,
      List<SinkStep> sinks,
      List<SinkStep> waiting,
      Consumer<SinkStep> passed)
      throws SQLException {
    long start = System.nanoTime();
    try (Session session = sessions.open("sink", deadline)) {
      session.execute("SET cluster = " + Identifiers.quote(flipped.cluster()));
      long time =
          session.queryCancellable(
              "SELECT mz_now()::text, (SELECT count(*) FROM "
                  + flipped.switchSql()
                  + " WHERE to_new = "
                  + flipped.toNew()
                  + ")",
              rows -> time(rows, flipped));
      while (true) {
        Map<String, Long> frontiers = frontiers(session, sinks);
        for (SinkStep step : List.copyOf(waiting)) {
          if (frontiers.getOrDefault(step.sinkId(), 0L) > time) {
            waiting.remove(step);
            passed.accept(step);
          }
        }
        if (waiting.isEmpty()) {
          return;
        }
        if (System.nanoTime() - start > deadline.toNanos()) {
          throw new SQLException(
              "it did not send everything up to "
                  + time
                  + " within "
                  + deadline.toSeconds()
                  + " s");
        }
        if (interruption.await(TICK_MILLIS)) {
          throw new SQLException("interrupted", SqlStates.CANCELLED);
        }
      }
    }
  }

  private static long time(ResultSet rows, SinkStep.Flipped flipped) throws SQLException {
    if (!rows.next() || rows.getLong(2) != 1) {
      throw new SQLException(
          "the switch "
              + flipped.switchSql()
              + " shows the other side: another run of this deployment has turned it");
    }
    return Long.parseLong(rows.getString(1));
  }

  /** By the sinks' ids; those that have none yet are not there. */
  private static Map<String, Long> frontiers(Session session, List<SinkStep> steps)
      throws SQLException {
    return session.query(
        "SELECT f.object_id, f.write_frontier::text FROM mz_internal.mz_frontiers f WHERE"
            + " f.write_frontier IS NOT NULL AND f.object_id IN ("
            + steps.stream()
                .map(step -> Identifiers.literal(step.sinkId()))
                .collect(Collectors.joining(", "))
            + ")",
        rows -> {
          Map<String, Long> frontiers = new HashMap<>();
          while (rows.next()) {
            frontiers.put(rows.getString(1), Long.parseLong(rows.getString(2)));
          }
          return frontiers;
        });
  }
}
