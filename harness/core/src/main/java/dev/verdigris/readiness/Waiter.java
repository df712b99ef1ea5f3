package dev.verdigris.readiness;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.Problem;
import dev.verdigris.execute.Failures;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SqlStates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits until everything that is expected is hydrated on every replica and its lag is small. One
 * {@code SUBSCRIBE} tells of all changes; where that is refused, or only sources are asked for, it
 * asks again and again.
 */
public final class Waiter {
  private static final long FETCH_MILLIS = 500;
  private static final long POLL_MILLIS = 1000;

  /** How long green may take to be ready again when it is promoted: lag comes in whole seconds. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Failures failures;
  private final Requirements requirements;

  /** A waiter of one phase of a deployment. */
  public Waiter(
      Sessions sessions,
      DeploymentListener listener,
      Interruption interruption,
      Failures failures,
      Requirements requirements) {
    this.sessions = sessions;
    this.listener = listener;
    this.interruption = interruption;
    this.failures = failures;
    this.requirements = requirements;
  }

  /** Reads what the server reports now. */
  private interface Source {
    void update() throws SQLException;
  }

  /**
   * Waits.
   *
   * @param first what is expected
   * @param again the same, from the catalog as it is then: asked when the clusters have got other
   *     replicas meanwhile
   * @return what was waited for in the end
   * @throws dev.verdigris.VerdigrisException VG-4101 when the time is over, naming what is pending;
   *     VG-4103 when a relation's data is an error; VG-4431 to VG-4433 for what no waiting heals;
   *     what {@code again} throws
   */
  public Expected await(Expected first, Supplier<Expected> again) {
    long deadline = System.nanoTime() + requirements.timeout().toNanos();
    Expected expected = first;
    try {
      while (!expected.isNothing() && !hydrate(deadline, expected)) {
        Expected before = expected;
        expected = again.get();
        refuseLost(before.without(expected));
      }
    } catch (SQLException e) {
      throw failures.of("the wait for hydration", e);
    }
    read(expected);
    return expected;
  }

  /** What went away together with its cluster must not count as ready. */
  private void refuseLost(List<String> objects) {
    if (!objects.isEmpty()) {
      throw ReadinessProblems.lost(objects, failures.state().get()).exception();
    }
  }

  /**
   * Asks once more before a promotion, reads included; what is pending gets a few seconds.
   *
   * @throws dev.verdigris.VerdigrisException VG-4430 when it is not ready any more, and as {@link
   *     #await}
   */
  public void check(Expected expected) {
    check(expected, GRACE);
    read(expected);
  }

  /**
   * Asks once more whether what was ready is so now, without reads of data.
   *
   * @throws dev.verdigris.VerdigrisException VG-4430 when it is not ready any more
   */
  public void checkStatus(Expected expected) {
    check(expected, Duration.ZERO);
  }

  private void check(Expected expected, Duration grace) {
    if (expected.isNothing()) {
      return;
    }
    long deadline = System.nanoTime() + grace.toNanos();
    Status status = new Status();
    try (Session session = sessions.open("ready")) {
      while (true) {
        ask(session, expected, status);
        refuseHopeless(expected, status);
        List<String> pending = Readiness.pending(expected, status, requirements);
        if (pending.isEmpty()) {
          return;
        }
        if (System.nanoTime() - deadline >= 0) {
          throw ReadinessProblems.noLonger(failures.deployment(), pending, failures.state().get())
              .exception();
        }
        if (interruption.await(POLL_MILLIS)) {
          throw failures.interrupted();
        }
      }
    } catch (SQLException e) {
      throw failures.of("the question whether green is ready", e);
    }
  }

  /** Whether all is ready; false as soon as the clusters have other replicas than are expected. */
  private boolean hydrate(long deadline, Expected expected) throws SQLException {
    if (expected.objects().isEmpty()) {
      // Sources that run have no rows: nobody could tell them from a subscription's late beginning.
      return poll(deadline, expected);
    }
    Status status = new Status();
    try (Session session = sessions.open("await")) {
      if (subscribe(session, expected, status)) {
        return until(deadline, expected, status, () -> fetch(session, FETCH_MILLIS, status));
      }
    }
    return poll(deadline, expected);
  }

  private boolean subscribe(Session session, Expected expected, Status status) throws SQLException {
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
              failures.phase(),
              "the server does not let hydration be subscribed to, so it is asked again and again: "
                  + SqlStates.message(e)));
      return false;
    }
  }

  private boolean poll(long deadline, Expected expected) throws SQLException {
    Status status = new Status();
    try (Session session = sessions.open("await")) {
      ask(session, expected, status);
      return until(
          deadline,
          expected,
          status,
          () -> {
            if (!interruption.await(POLL_MILLIS)) {
              ask(session, expected, status);
            }
          });
    }
  }

  /** What is reported now, and nothing of before. */
  static void ask(Session session, Expected expected, Status status) throws SQLException {
    session.queryCancellable(
        ReadinessSql.status(expected),
        rows -> {
          status.clear();
          while (rows.next()) {
            status.change(row(rows, 1), 1);
          }
          return true;
        });
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

  /** Looks at what is known already, and then at each update. */
  private boolean until(long deadline, Expected expected, Status status, Source source)
      throws SQLException {
    Steadiness steadiness = new Steadiness(requirements.stableFor());
    List<String> told = null;
    while (true) {
      if (interruption.requested()) {
        throw failures.interrupted();
      }
      if (told != null) {
        source.update();
      }
      refuseHopeless(expected, status);
      List<String> pending = Readiness.pending(expected, status, requirements);
      if (!pending.equals(told)) {
        listener.on(new Event.Pending(failures.phase(), pending));
        told = pending;
      }
      boolean moved = Readiness.isMoved(expected, status);
      if (steadiness.isEnough(pending.isEmpty() && !moved, status.setbacks(), System.nanoTime())) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        Problem problem =
            pending.isEmpty()
                ? ReadinessProblems.unsteady(
                    failures.deployment(),
                    requirements.timeout(),
                    requirements.stableFor(),
                    failures.state().get())
                : ReadinessProblems.late(
                    failures.deployment(), requirements.timeout(), pending, failures.state().get());
        throw problem.exception();
      }
      if (moved) {
        listener.on(
            new Event.Note(
                failures.phase(), "green's clusters have other replicas now: waiting for those"));
        return false;
      }
    }
  }

  private void refuseHopeless(Expected expected, Status status) {
    Optional<Problem> hopeless = Readiness.hopeless(expected, status, failures.state());
    if (hopeless.isPresent()) {
      throw hopeless.get().exception();
    }
  }

  private void read(Expected expected) {
    new Reader(sessions, listener, interruption, failures).read(expected.reads());
  }
}
