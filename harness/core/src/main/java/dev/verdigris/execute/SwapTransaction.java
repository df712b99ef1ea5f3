package dev.verdigris.execute;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Trace;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Compare and swap. A transaction of swaps fails at its COMMIT if anybody's DDL succeeded after its
 * first ALTER; what happened before that a second connection sees. Together nothing can slip
 * through, without a lock that could be orphaned.
 *
 * <p>Each attempt reads a {@link Trace}, then the whole catalog, which is compared with what was
 * planned; then the swaps are sent, and the trace is read once more. DDL of anybody ends the window
 * between the first ALTER and the COMMIT, so only that short read stands in it.
 */
public final class SwapTransaction {
  private static final int MAX_PAUSE_MILLIS = 2000;

  /** What a read is called where it fails: its text tells nobody anything. */
  private static final String SNAPSHOT = "the snapshot of the catalog";

  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Failures failures;
  private final int retries;
  private final Conditions conditions;
  private final Fence fence;
  private final long start = System.nanoTime();

  /** What was sent last of an attempt, for the message about what fails. */
  private String sent = SNAPSHOT;

  /**
   * Swaps for one phase; the audit log is asked for what happened from now on.
   *
   * @param retries how often it is tried again after other sessions' DDL
   * @param conditions what has to hold at each attempt
   */
  public SwapTransaction(
      Sessions sessions,
      DeploymentListener listener,
      Interruption interruption,
      Failures failures,
      int retries,
      Conditions conditions) {
    this.sessions = sessions;
    this.listener = listener;
    this.interruption = interruption;
    this.failures = failures;
    this.retries = retries;
    this.conditions = conditions;
    this.fence = new Fence(sessions, interruption);
  }

  /**
   * What has to hold at each attempt.
   *
   * @param planner plans the phase anew, from the snapshot alone: the window is short
   * @param again asked before each attempt with what was planned from, the first one too: minutes
   *     may lie between the plan and it; throws what stands against it
   */
  public record Conditions(Function<Situation, Plan> planner, Consumer<Situation> again) {

    /** The plan alone: nothing else has to hold. */
    public static Conditions of(Function<Situation, Plan> planner) {
      return new Conditions(planner, situation -> {});
    }
  }

  /**
   * Sends steps in one transaction.
   *
   * @param rest all steps from the first of them on
   * @param planned what they were planned from
   */
  void run(Phase phase, List<Step> steps, List<Step> rest, Situation planned) {
    long begun = System.nanoTime();
    Comparison comparison =
        new Comparison(phase, steps, rest, planned, conditions.planner(), this::audit, failures);
    SQLException last = null;
    for (int attempt = 1; attempt <= retries + 1; attempt++) {
      if (interruption.requested()) {
        throw failures.interrupted();
      }
      conditions.again().accept(planned);
      try {
        if (!attempt(comparison, attempt == 1)) {
          listener.on(new Event.Note(phase, "an earlier run's COMMIT had taken effect already"));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        steps.forEach(step -> listener.on(new Event.StepDone(phase, step, took)));
        return;
      } catch (SQLException e) {
        if (!SqlStates.catalogChanged(e)) {
          throw failures.of(sent, e);
        }
        last = e;
        if (attempt <= retries) {
          pause(phase, attempt, e);
        }
      }
    }
    throw given(phase, last == null ? new SQLException("no attempt was made") : last);
  }

  /** Why no further attempt is made. */
  private VerdigrisException given(Phase phase, SQLException last) {
    String state = failures.state().get();
    return last instanceof Unanswered
        ? ExecutionProblems.unanswered(phase, last, state).exception(last)
        : ExecutionProblems.contended(phase, retries + 1, audit(), state, last).exception();
  }

  /** A COMMIT that nobody answered and that has had no effect, nor will it. */
  private static final class Unanswered extends SQLException {
    @java.io.Serial private static final long serialVersionUID = 1;

    Unanswered(SQLException cause) {
      super(ConnectionProblems.message(cause), SqlStates.CATALOG_CHANGED, cause);
    }
  }

  /**
   * One attempt.
   *
   * @return whether it was this attempt that moved the names; false where they had moved before
   */
  private boolean attempt(Comparison comparison, boolean rehearse) throws SQLException {
    Phase phase = comparison.phase();
    try (Session writer = sessions.open(phase.label() + " swap");
        Session reader = sessions.open(phase.label() + " check")) {
      Trace trace = comparison.trace();
      List<String> before;
      try {
        if (rehearse) {
          rehearse(writer, comparison.steps());
          // A swap that has not begun does not begin.
          if (interruption.requested()) {
            throw failures.interrupted();
          }
        }
        sent = SNAPSHOT;
        before = trace.read(reader);
        if (!compare(comparison, reader)) {
          return false;
        }
        begin(writer, comparison.steps());
      } catch (SQLException e) {
        // Where the names have moved already, a rename is refused.
        if (!SqlStates.connectionLost(e)
            && !SqlStates.catalogChanged(e)
            && isDone(comparison, reader, e)) {
          return false;
        }
        throw e;
      }
      compareAgain(writer, trace, before, reader);
      commit(comparison, writer, reader);
      return true;
    }
  }

  /** Where nobody answers that, what was refused before is told. */
  private static boolean isDone(Comparison comparison, Session reader, SQLException refused) {
    try {
      return comparison.done(read(reader, comparison.planned()));
    } catch (SQLException e) {
      refused.addSuppressed(e);
      return false;
    }
  }

  /** Leaves nothing, and tells missing ownership and names that conflict. */
  private void rehearse(Session writer, List<Step> steps) throws SQLException {
    begin(writer, steps);
    send(writer, "ROLLBACK");
  }

  private void send(Session writer, String sql) throws SQLException {
    sent = sql;
    writer.execute(sql);
  }

  private void begin(Session writer, List<Step> steps) throws SQLException {
    send(writer, "BEGIN");
    for (Step step : steps) {
      try {
        send(writer, step.sql());
      } catch (SQLException e) {
        rollback(writer, e);
        throw e;
      }
    }
  }

  /**
   * Compares the catalog with what was planned with; everything that takes long happens here.
   *
   * @return whether the swap is still to be done
   * @throws VerdigrisException when something is not as it was planned with
   */
  private static boolean compare(Comparison comparison, Session reader) throws SQLException {
    Situation now = read(reader, comparison.planned());
    if (comparison.done(now)) {
      return false;
    }
    Optional<VerdigrisException> refusal = comparison.refusal(now);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return true;
  }

  /** In the window: nothing of it has changed between the first trace and the first ALTER. */
  private void compareAgain(Session writer, Trace trace, List<String> before, Session reader)
      throws SQLException {
    boolean same;
    sent = SNAPSHOT;
    try {
      same = trace.read(reader).equals(before);
    } catch (SQLException e) {
      rollback(writer, e);
      throw e;
    }
    if (!same) {
      send(writer, "ROLLBACK");
      throw new SQLException(
          "the catalog changed between the check and the swap", SqlStates.CATALOG_CHANGED);
    }
  }

  private void commit(Comparison comparison, Session writer, Session reader) throws SQLException {
    try {
      send(writer, "COMMIT");
    } catch (SQLException e) {
      boolean unknown = SqlStates.connectionLost(e) || e instanceof DeadlineException;
      if (!unknown) {
        rollback(writer, e);
        throw e;
      }
      if (!isSettledAsDone(comparison, e)) {
        throw new Unanswered(e);
      }
      return;
    }
    verify(comparison, reader);
  }

  /**
   * Whether a COMMIT that nobody answered took effect, once nothing is open any more.
   *
   * @throws VerdigrisException VG-6781 where nothing settles that: it may still be on its way
   */
  private boolean isSettledAsDone(Comparison comparison, SQLException unanswered) {
    try {
      return comparison.done(fence.read(session -> read(session, comparison.planned())));
    } catch (SQLException e) {
      return isSeenDone(comparison, unanswered, SqlStates.message(e), e);
    } catch (VerdigrisException e) {
      return isSeenDone(comparison, unanswered, e.problem().summary(), e);
    }
  }

  /** Without a fence: names that have moved stay so, and those that have not may still do. */
  private boolean isSeenDone(
      Comparison comparison, SQLException unanswered, String unsettled, Exception cause) {
    unanswered.addSuppressed(cause);
    try (Session session = sessions.open("ids")) {
      if (comparison.done(read(session, comparison.planned()))) {
        return true;
      }
    } catch (SQLException | VerdigrisException e) {
      unanswered.addSuppressed(e);
    }
    throw ExecutionProblems.unknown(
            comparison.phase(), unanswered, unsettled, failures.state().get())
        .exception(unanswered);
  }

  /**
   * The ids once more: what was asked for is what is there. A read that fails stops nothing, since
   * the COMMIT was answered and the sinks wait.
   */
  private void verify(Comparison comparison, Session reader) {
    Situation now;
    try {
      now = read(reader, comparison.planned());
    } catch (SQLException first) {
      try (Session session = sessions.open("ids")) {
        now = read(session, comparison.planned());
      } catch (SQLException | VerdigrisException second) {
        listener.on(
            new Event.Note(
                comparison.phase(),
                "the COMMIT was answered, and the ids could not be read after it: "
                    + SqlStates.message(first)));
        return;
      }
    }
    if (!comparison.done(now)) {
      throw ExecutionProblems.notSwapped(comparison.phase(), failures.state().get()).exception();
    }
  }

  private static Situation read(Session session, Situation planned) throws SQLException {
    return Situation.of(planned.scope(), CatalogReader.read(session, planned.scope()));
  }

  private void pause(Phase phase, int attempt, SQLException ended) {
    int most = Math.min(MAX_PAUSE_MILLIS, 100 * attempt);
    int millis = ThreadLocalRandom.current().nextInt(most / 2, most + 1);
    listener.on(
        new Event.Note(
            phase,
            (ended instanceof Unanswered
                    ? "the COMMIT was not answered and has had no effect"
                    : "another session changed the catalog")
                + "; attempt "
                + (attempt + 1)
                + " of "
                + (retries + 1)
                + " follows"));
    if (interruption.await(millis)) {
      throw failures.interrupted();
    }
  }

  private List<String> audit() {
    return AuditLog.since(sessions, Duration.ofNanos(System.nanoTime() - start), fence.name());
  }

  private static void rollback(Session writer, SQLException cause) {
    try {
      writer.execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
