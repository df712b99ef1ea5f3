package dev.verdigris.execute;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.SinkClaim;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts sinks over, several at once: a stalled sink waits without end and must not hold up the
 * others. What a sink reads in the end is asked of the catalog, not of the answers, and whether it
 * works there of its status and its frontier.
 */
public final class SinkCutover {
  private static final int AT_ONCE = 4;

  /** Each further time another promotion has taken a sink at the same moment. */
  private static final int TIMES = 3;

  private static final Cause NO_CAUSE = new Cause("", false, null);

  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Failures failures;
  private final Duration deadline;
  private final Names names;
  private final SinkWaits waits;
  private final SinkHealth health;

  /**
   * Cutovers of one phase.
   *
   * @param deadline for each sink
   * @param names tells whether they lead where the plan was made with, and what is left
   */
  public SinkCutover(
      Sessions sessions,
      DeploymentListener listener,
      Failures failures,
      Duration deadline,
      Names names) {
    this.sessions = sessions;
    this.listener = listener;
    this.failures = failures;
    this.deadline = deadline;
    this.names = names;
    this.waits = new SinkWaits(sessions, failures.interruption(), deadline);
    this.health = new SinkHealth(sessions, failures.interruption());
  }

  /**
   * Cuts over.
   *
   * @param planned where the deployment stands by the steps before
   * @param swapped whether the names have been swapped by this phase
   */
  void run(Phase phase, List<SinkStep> steps, Situation planned, boolean swapped) {
    refuseMoved(phase, steps, planned, swapped);
    Map<SinkStep, Cause> causes = bring(phase, steps, planned, swapped);
    Situation now = now(phase, swapped, steps, causes);
    for (int i = 1; i < TIMES && !swapped && !taken(steps, now).isEmpty(); i++) {
      List<SinkStep> taken = taken(steps, now);
      causes.keySet().removeAll(taken);
      causes.putAll(bring(phase, taken, planned, false));
      now = now(phase, false, steps, causes);
    }
    List<SinkStep> left = left(steps, now.snapshot());
    if (!swapped) {
      // One that was where it should be may be another's a moment later.
      for (SinkStep step : left) {
        names.refuseTaken(phase, new SinkClaim(now, step, false), planned);
      }
    }
    Map<String, String> told;
    Map<String, String> unwell;
    try {
      told = told(left);
      unwell = health.unwell(moved(steps, left), deadline);
    } catch (SQLException | VerdigrisException e) {
      throw unknown(phase, swapped, steps, causes, e).exception(e);
    }
    List<SinkStep> ill = steps.stream().filter(s -> unwell.containsKey(s.sinkId())).toList();
    List<String> standing = lines(ill, Map.of(), unwell);
    if (!left.isEmpty()) {
      throw SinksLeftProblems.sinksLeft(
              phase,
              swapped,
              lost(causes),
              left,
              lines(left, causes, told),
              standing,
              failures.state().get())
          .exception();
    }
    if (!unwell.isEmpty() && failures.interruption().requested()) {
      throw failures.interrupted();
    }
    if (!unwell.isEmpty()) {
      throw SinksLeftProblems.sinksUnwell(
              phase, swapped, standing, deadline, failures.state().get())
          .exception();
    }
  }

  /**
   * Sends the statements, each behind its wait.
   *
   * @return why those failed that did
   */
  private Map<SinkStep, Cause> bring(
      Phase phase, List<SinkStep> steps, Situation planned, boolean swapped) {
    Map<SinkStep, Future<Duration>> results = new LinkedHashMap<>();
    Map<SinkStep, Cause> causes = new LinkedHashMap<>();
    Function<SinkStep, Callable<Duration>> cutover = step -> cutover(phase, step, planned, swapped);
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, steps.size()),
            task -> {
              Thread thread = new Thread(task, "verdigris-sinks");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<SinkStep> flipped =
          steps.stream().filter(step -> step.before() instanceof SinkStep.Flipped).toList();
      steps.stream()
          .filter(step -> !flipped.contains(step))
          .forEach(step -> results.put(step, pool.submit(cutover.apply(step))));
      waits
          .awaitFlipped(flipped, step -> results.put(step, pool.submit(cutover.apply(step))))
          .forEach((step, why) -> causes.put(step, Cause.of(why)));
      results.forEach((step, result) -> collect(phase, step, result, causes));
    } finally {
      pool.shutdownNow();
    }
    for (Cause cause : causes.values()) {
      if (cause.moved() != null) {
        throw cause.moved();
      }
    }
    return causes;
  }

  /**
   * Asks once more about sinks that an earlier run has cut over: it may have seen that one does not
   * move on.
   *
   * @param sinks names by id
   * @param swapped whether the names are where this phase brings them
   * @throws VerdigrisException VG-7701 or VG-4702 for those that do not run or do not move on;
   *     VG-7780 where they could not be asked behind the swap
   */
  public void refuseUnwell(Phase phase, Map<String, String> sinks, boolean swapped) {
    Map<String, String> unwell;
    try {
      unwell = health.unwell(sinks.keySet(), deadline);
    } catch (SQLException | VerdigrisException e) {
      throw notAsked(phase, sinks.values(), swapped, e);
    }
    if (unwell.isEmpty()) {
      return;
    }
    if (failures.interruption().requested()) {
      throw failures.interrupted();
    }
    List<String> lines =
        unwell.entrySet().stream()
            .map(one -> sinks.get(one.getKey()) + ": " + one.getValue())
            .toList();
    throw SinksLeftProblems.sinksUnwell(phase, swapped, lines, deadline, failures.state().get())
        .exception();
  }

  /** Nothing is sent where the names lead elsewhere by now. */
  private void refuseMoved(Phase phase, List<SinkStep> steps, Situation planned, boolean swapped) {
    try (Session session = sessions.open("sinks")) {
      names.refuseMoved(session, phase, planned);
    } catch (SQLException e) {
      throw unknown(phase, swapped, steps, Map.of(), e).exception(e);
    } catch (VerdigrisException e) {
      throw e.exitCode() == ExitCode.CONNECTION
          ? unknown(phase, swapped, steps, Map.of(), e).exception(e)
          : e;
    }
  }

  /** Where the deployment stands now, from the catalog. */
  private Situation now(
      Phase phase, boolean swapped, List<SinkStep> steps, Map<SinkStep, Cause> causes) {
    try (Session session = sessions.open("sinks")) {
      return names.catalog().on(session);
    } catch (SQLException | VerdigrisException e) {
      throw unknown(phase, swapped, steps, causes, e).exception(e);
    }
  }

  /** Those whose sink does not read yet what it should. */
  private static List<SinkStep> left(List<SinkStep> steps, Snapshot now) {
    return steps.stream()
        .filter(step -> now.item(step.sinkId()).isPresent() && !step.isDone(now))
        .toList();
  }

  /** Those that a promotion which gives way to this one has taken at the same moment. */
  private static List<SinkStep> taken(List<SinkStep> steps, Situation now) {
    return left(steps, now.snapshot()).stream()
        .filter(step -> new SinkClaim(now, step, false).isTaken())
        .toList();
  }

  private VerdigrisException notAsked(
      Phase phase, Collection<String> sinks, boolean swapped, Exception cause) {
    if (swapped && !failures.interruption().requested()) {
      return SinksLeftProblems.sinksNotAsked(
              phase, sinks, Cause.of(cause).text(), failures.state().get())
          .exception(cause);
    }
    return cause instanceof SQLException sql
        ? failures.of("the status of sinks", sql)
        : (VerdigrisException) cause;
  }

  private Problem unknown(
      Phase phase,
      boolean swapped,
      List<SinkStep> steps,
      Map<SinkStep, Cause> causes,
      Exception cause) {
    List<String> lines = lines(steps, causes, Map.of());
    Cause reason = Cause.of(cause);
    List<String> all = new ArrayList<>(lines);
    all.add("what the sinks read now is not known: " + reason.text());
    boolean lost = reason.lost() || lost(causes);
    return SinksLeftProblems.sinksLeft(
        phase, swapped, lost, steps, all, List.of(), failures.state().get());
  }

  private static boolean lost(Map<SinkStep, Cause> causes) {
    return causes.values().stream().anyMatch(Cause::lost);
  }

  /**
   * Why a sink was not cut over.
   *
   * @param text for people
   * @param lost whether the connection was lost
   * @param moved that the names lead elsewhere by now, if that is why
   */
  private record Cause(String text, boolean lost, @Nullable VerdigrisException moved) {
    static Cause of(@Nullable Throwable cause) {
      if (cause instanceof SQLException sql) {
        return new Cause(SqlStates.message(sql), SqlStates.connectionLost(sql), null);
      }
      return cause instanceof VerdigrisException e
          ? new Cause(
              e.problem().code() + " " + e.problem().summary(),
              e.exitCode() == ExitCode.CONNECTION,
              e.exitCode() == ExitCode.CONFLICT ? e : null)
          : new Cause(String.valueOf(cause), false, null);
    }
  }

  private Callable<Duration> cutover(
      Phase phase, SinkStep step, Situation planned, boolean swapped) {
    return () -> {
      long start = System.nanoTime();
      Optional<SQLException> differ = differ(step);
      try (Session session = sessions.open("sink")) {
        names.refuseMoved(session, phase, step, planned, swapped);
        // By names that are others' by now it may have seen anything.
        if (differ.isPresent()) {
          throw differ.get();
        }
        try {
          session.executeCancellable(step.sql(), deadline);
        } catch (SQLException e) {
          // What the server calls altered concurrently is another's now, which says more.
          if (mayAsk(e)) {
            names.refuseMoved(session, phase, step, planned, swapped);
          }
          throw e;
        }
      }
      return Duration.ofNanos(System.nanoTime() - start);
    };
  }

  /** Why the sink would see something else. */
  private Optional<SQLException> differ(SinkStep step) throws SQLException {
    try {
      if (step.before() instanceof SinkStep.Equal equal) {
        waits.awaitEqual(equal);
      }
      return Optional.empty();
    } catch (SQLException e) {
      if (!mayAsk(e)) {
        throw e;
      }
      return Optional.of(e);
    }
  }

  /** Whether the server has answered, and would again. */
  private boolean mayAsk(SQLException failed) {
    return !(failed instanceof DeadlineException)
        && !SqlStates.connectionLost(failed)
        && !failures.interruption().requested();
  }

  private void collect(
      Phase phase, SinkStep step, Future<Duration> result, Map<SinkStep, Cause> causes) {
    try {
      listener.on(new Event.StepDone(phase, step, result.get()));
    } catch (ExecutionException e) {
      causes.put(step, Cause.of(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      causes.put(step, new Cause("interrupted", false, null));
    }
  }

  /** What those that are left tell. */
  private Map<String, String> told(List<SinkStep> left) throws SQLException {
    Map<String, String> told = new HashMap<>();
    if (!left.isEmpty()) {
      try (Session session = sessions.open("sinks")) {
        SinkHealth.told(session, left.stream().map(SinkStep::sinkId).toList())
            .forEach((id, one) -> told.put(id, one.text()));
      }
    }
    return told;
  }

  private static List<String> moved(List<SinkStep> steps, List<SinkStep> left) {
    return steps.stream().filter(step -> !left.contains(step)).map(SinkStep::sinkId).toList();
  }

  private static List<String> lines(
      List<SinkStep> steps, Map<SinkStep, Cause> causes, Map<String, String> told) {
    return steps.stream()
        .map(
            step ->
                step.sink()
                    + Stream.of(
                            causes.getOrDefault(step, NO_CAUSE).text(),
                            told.getOrDefault(step.sinkId(), ""))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ", ": ", "")))
        .toList();
  }
}
