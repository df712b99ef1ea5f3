package dev.verdigris.execute;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.cutover.KeySets;
import dev.verdigris.plan.SinkStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

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
   * Waits.
   *
   * @throws SQLException what the server says, or that it took too long
   */
  void await(SinkStep step) throws SQLException {
    if (step.before() instanceof SinkStep.Equal equal) {
      awaitEqual(equal);
    } else if (step.before() instanceof SinkStep.Flipped flipped) {
      awaitFlipped(step, flipped);
    }
  }

  /** Reading a view that is not hydrated waits until it is. */
  private void awaitEqual(SinkStep.Equal equal) throws SQLException {
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

  /** What the switch said at a time is sent when the sink's frontier has passed that time. */
  private void awaitFlipped(SinkStep step, SinkStep.Flipped flipped) throws SQLException {
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
      while (frontier(session, step.sinkId()) <= time) {
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

  private static long frontier(Session session, String sinkId) throws SQLException {
    return session.query(
        "SELECT f.write_frontier::text FROM mz_internal.mz_frontiers f WHERE f.object_id = "
            + Identifiers.literal(sinkId),
        rows -> {
          String text = rows.next() ? rows.getString(1) : null;
          return text == null ? 0 : Long.parseLong(text);
        });
  }
}
