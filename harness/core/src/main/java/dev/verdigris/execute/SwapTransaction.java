package dev.verdigris.execute;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.plan.Differences;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Compare and swap. A transaction of swaps fails at its COMMIT if anybody's DDL succeeded after its
 * first ALTER; what happened before that the check on a second connection sees. Together nothing
 * can slip through, without a lock that could be orphaned.
 */
public final class SwapTransaction {
  private static final int MAX_PAUSE_MILLIS = 2000;
  private static final String FENCE = "CREATE TEMPORARY VIEW verdigris_fence AS SELECT 1 AS fence";

  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Failures failures;
  private final int retries;

  /**
   * Swaps for one phase.
   *
   * @param retries how often it is tried again after other sessions' DDL
   */
  public SwapTransaction(
      Sessions sessions,
      DeploymentListener listener,
      Interruption interruption,
      Failures failures,
      int retries) {
    this.sessions = sessions;
    this.listener = listener;
    this.interruption = interruption;
    this.failures = failures;
    this.retries = retries;
  }

  /**
   * Sends steps in one transaction.
   *
   * @param planned what they were planned from
   */
  void run(Phase phase, List<Step> steps, Situation planned) {
    long start = System.nanoTime();
    Fingerprint fingerprint = Fingerprint.of(planned);
    SQLException last = null;
    for (int attempt = 1; attempt <= retries + 1; attempt++) {
      if (interruption.requested()) {
        throw failures.interrupted();
      }
      try {
        attempt(phase, steps, planned, fingerprint, attempt == 1);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        steps.forEach(step -> listener.on(new Event.StepDone(phase, step, took)));
        return;
      } catch (SQLException e) {
        if (!SqlStates.catalogChanged(e)) {
          throw failures.of(steps.get(0).sql(), e);
        }
        last = e;
      }
      if (attempt <= retries) {
        pause(phase, attempt);
      }
    }
    throw ExecutionProblems.contended(
            phase,
            retries + 1,
            audit(),
            failures.state().get(),
            last == null ? new SQLException("no attempt was made") : last)
        .exception();
  }

  private void attempt(
      Phase phase, List<Step> steps, Situation planned, Fingerprint fingerprint, boolean rehearse)
      throws SQLException {
    try (Session writer = sessions.open(phase.label() + " swap");
        Session reader = sessions.open(phase.label() + " check")) {
      if (rehearse) {
        rehearse(writer, steps);
        // A swap that has not begun does not begin.
        if (interruption.requested()) {
          throw failures.interrupted();
        }
      }
      begin(writer, steps);
      compare(phase, writer, reader, planned, fingerprint);
      if (!commit(writer, steps, planned)) {
        throw new SQLException(
            "the transaction ended with its connection", SqlStates.CATALOG_CHANGED);
      }
      verify(phase, steps, planned, reader);
    }
  }

  /** Leaves nothing, and tells missing ownership and names that conflict. */
  private static void rehearse(Session writer, List<Step> steps) throws SQLException {
    begin(writer, steps);
    writer.execute("ROLLBACK");
  }

  private static void begin(Session writer, List<Step> steps) throws SQLException {
    writer.execute("BEGIN");
    for (Step step : steps) {
      try {
        writer.execute(step.sql());
      } catch (SQLException e) {
        rollback(writer, e);
        throw e;
      }
    }
  }

  private void compare(
      Phase phase, Session writer, Session reader, Situation planned, Fingerprint fingerprint)
      throws SQLException {
    List<String> differences = new ArrayList<>();
    try {
      Situation now = read(reader, planned);
      differences.addAll(Differences.between(planned, now));
      if (!Fingerprint.of(now).digest().equals(fingerprint.digest())) {
        differences.addAll(fingerprint.differences(Fingerprint.of(now)));
      }
    } catch (SQLException e) {
      rollback(writer, e);
      throw e;
    }
    if (!differences.isEmpty()) {
      writer.execute("ROLLBACK");
      throw ExecutionProblems.changed(phase, differences, failures.state().get()).exception();
    }
  }

  /**
   * Commits.
   *
   * @return whether it is certain that the transaction took effect; false where it certainly did
   *     not
   */
  private boolean commit(Session writer, List<Step> steps, Situation planned) throws SQLException {
    try {
      writer.execute("COMMIT");
      return true;
    } catch (SQLException e) {
      boolean unknown = SqlStates.connectionLost(e) || e instanceof DeadlineException;
      if (!unknown) {
        rollback(writer, e);
        throw e;
      }
      return resolve(steps, planned, e);
    }
  }

  /**
   * Finds out what became of a COMMIT that nobody answered. Any successful DDL makes every open
   * transaction of swaps fail: what was open is dead then, and what was committed is visible. A
   * temporary view is DDL that names nothing a swap could move, and it goes with its session.
   */
  private boolean resolve(List<Step> steps, Situation planned, SQLException cause)
      throws SQLException {
    try (Session fence = sessions.open("fence")) {
      fence.execute(FENCE);
      return Differences.done(steps, planned, read(fence, planned));
    } catch (SQLException | VerdigrisException e) {
      cause.addSuppressed(e);
      throw cause;
    }
  }

  /** The ids once more: what was asked for is what is there. */
  private void verify(Phase phase, List<Step> steps, Situation planned, Session reader)
      throws SQLException {
    if (!Differences.done(steps, planned, read(reader, planned))) {
      throw ExecutionProblems.notSwapped(phase, failures.state().get()).exception();
    }
  }

  private static Situation read(Session session, Situation planned) throws SQLException {
    return Situation.of(planned.scope(), CatalogReader.read(session, planned.scope()));
  }

  private void pause(Phase phase, int attempt) {
    int most = Math.min(MAX_PAUSE_MILLIS, 100 * attempt);
    int millis = ThreadLocalRandom.current().nextInt(most / 2, most + 1);
    listener.on(
        new Event.Note(
            phase,
            "another session changed the catalog; attempt "
                + (attempt + 1)
                + " of "
                + (retries + 1)
                + " follows"));
    if (interruption.await(millis)) {
      throw failures.interrupted();
    }
  }

  private List<String> audit() {
    String sql =
        "SELECT event_type, object_type, details::text, \"user\", occurred_at::text"
            + " FROM mz_catalog.mz_audit_events ORDER BY id DESC LIMIT 5";
    try (Session session = sessions.open("audit")) {
      return session.query(
          sql,
          rows -> {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
              lines.add(
                  rows.getString(5)
                      + "  "
                      + rows.getString(1)
                      + " "
                      + rows.getString(2)
                      + " "
                      + rows.getString(3)
                      + " by "
                      + rows.getString(4));
            }
            return lines;
          });
    } catch (SQLException | VerdigrisException e) {
      return List.of("the audit log cannot be read: " + e.getMessage());
    }
  }

  private static void rollback(Session writer, SQLException cause) {
    try {
      writer.execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
