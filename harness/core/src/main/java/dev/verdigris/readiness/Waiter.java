package dev.verdigris.readiness;

import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentName;
import dev.verdigris.Event;
import dev.verdigris.Phase;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.execute.Failures;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SqlStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits until everything that is expected is hydrated on every replica and its lag is small. One
 * {@code SUBSCRIBE} tells of all changes; where that is refused, it asks again and again.
 */
public final class Waiter {
  private static final long FETCH_MILLIS = 500;
  private static final long POLL_MILLIS = 1000;

  private final Sessions sessions;
  private final DeploymentName deployment;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Failures failures;
  private final Duration lagThreshold;
  private final Duration timeout;

  /**
   * A waiter of one deployment.
   *
   * @param lagThreshold the largest local lag that is accepted
   * @param timeout when it gives up
   */
  public Waiter(
      Sessions sessions,
      DeploymentName deployment,
      DeploymentListener listener,
      Interruption interruption,
      Failures failures,
      Duration lagThreshold,
      Duration timeout) {
    this.sessions = sessions;
    this.deployment = deployment;
    this.listener = listener;
    this.interruption = interruption;
    this.failures = failures;
    this.lagThreshold = lagThreshold;
    this.timeout = timeout;
  }

  /** Reads what the server reports now. */
  private interface Source {
    void update() throws SQLException;
  }

  /**
   * Waits.
   *
   * @throws dev.verdigris.VerdigrisException VG-4101 when the time is over, naming what is pending;
   *     VG-4103 when a relation's data is an error
   */
  public void await(List<ExpectedObject> expected) {
    if (!expected.isEmpty()) {
      try {
        hydrate(expected);
      } catch (SQLException e) {
        throw failures.of("the wait for hydration", e);
      }
      read(expected);
    }
  }

  private void hydrate(List<ExpectedObject> expected) throws SQLException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Status status = new Status();
    try (Session session = sessions.open("await")) {
      if (subscribe(session, expected, status)) {
        until(deadline, expected, status, () -> fetch(session, FETCH_MILLIS, status));
        return;
      }
    }
    poll(deadline, expected);
  }

  private boolean subscribe(Session session, List<ExpectedObject> expected, Status status)
      throws SQLException {
    try {
      session.execute("BEGIN");
      session.execute(ReadinessSql.declare(expected));
      fetch(session, 0, status);
      return true;
    } catch (SQLException e) {
      if (SqlStates.connectionLost(e) || interruption.requested()) {
        throw e;
      }
      listener.on(
          new Event.Note(
              Phase.AWAIT,
              "the server does not let hydration be subscribed to, so it is asked again and again: "
                  + SqlStates.message(e)));
      return false;
    }
  }

  private void poll(long deadline, List<ExpectedObject> expected) throws SQLException {
    Status status = new Status();
    try (Session session = sessions.open("await")) {
      until(
          deadline,
          expected,
          status,
          () -> {
            session.queryCancellable(
                ReadinessSql.status(expected),
                rows -> {
                  status.clear();
                  while (rows.next()) {
                    status.change(row(rows, 1), 1);
                  }
                  return true;
                });
            interruption.await(POLL_MILLIS);
          });
    }
  }

  private static void fetch(Session session, long millis, Status status) throws SQLException {
    session.queryCancellable(
        ReadinessSql.fetch(millis),
        rows -> {
          while (rows.next()) {
            status.change(row(rows, 3), rows.getLong(2));
          }
          return true;
        });
  }

  private static Status.Row row(ResultSet rows, int first) throws SQLException {
    return new Status.Row(
        rows.getString(first),
        rows.getString(first + 1),
        orEmpty(rows.getString(first + 2)),
        orEmpty(rows.getString(first + 3)));
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }

  private void until(long deadline, List<ExpectedObject> expected, Status status, Source source)
      throws SQLException {
    List<String> told = null;
    while (true) {
      if (interruption.requested()) {
        throw failures.interrupted();
      }
      source.update();
      List<String> pending = Readiness.pending(expected, status, lagThreshold);
      if (!pending.equals(told)) {
        listener.on(new Event.Pending(Phase.AWAIT, pending));
        told = pending;
      }
      if (pending.isEmpty()) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw ReadinessProblems.late(deployment, timeout, pending).exception();
      }
    }
  }

  /** A materialized view whose data is an error counts as hydrated; only a read tells. */
  private void read(List<ExpectedObject> expected) {
    Map<String, String> relations = new LinkedHashMap<>();
    expected.forEach(object -> relations.put(object.relationSqlName(), object.cluster()));
    List<String> errors = new ArrayList<>();
    try (Session session = sessions.open("await read")) {
      String cluster = "";
      for (Map.Entry<String, String> relation : relations.entrySet()) {
        if (interruption.requested()) {
          throw failures.interrupted();
        }
        if (!relation.getValue().equals(cluster)) {
          cluster = relation.getValue();
          session.execute("SET cluster = " + Identifiers.quote(cluster));
        }
        try {
          session.queryCancellable(ReadinessSql.read(relation.getKey()), rows -> rows.next());
        } catch (SQLException e) {
          if (SqlStates.connectionLost(e) || interruption.requested()) {
            throw e;
          }
          errors.add(relation.getKey() + ": " + SqlStates.message(e));
        }
      }
    } catch (SQLException e) {
      throw failures.of("a read of green", e);
    }
    if (!errors.isEmpty()) {
      throw ReadinessProblems.dataIsAnError(errors).exception();
    }
  }
}
