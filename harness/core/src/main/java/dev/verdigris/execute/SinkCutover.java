package dev.verdigris.execute;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.SinkStep;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts sinks over, several at once: a stalled sink waits without end and must not hold up the
 * others. What a sink reads in the end is asked of the catalog, not of the answers, and whether it
 * works there of its status and its frontier.
 */
public final class SinkCutover {
  private static final int AT_ONCE = 4;
  private static final Cause NO_CAUSE = new Cause("", false);

  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Failures failures;
  private final Duration deadline;
  private final Pending pending;
  private final SinkWaits waits;
  private final SinkHealth health;

  /** Reads which of the steps are still to be done. */
  @FunctionalInterface
  public interface Pending {
    /** Those of {@code steps} whose sink does not read what it should. */
    List<SinkStep> of(List<SinkStep> steps) throws SQLException;
  }

  /**
   * Cutovers of one phase.
   *
   * @param deadline for each sink
   * @param pending reads what is left
   */
  public SinkCutover(
      Sessions sessions,
      DeploymentListener listener,
      Failures failures,
      Duration deadline,
      Pending pending) {
    this.sessions = sessions;
    this.listener = listener;
    this.failures = failures;
    this.deadline = deadline;
    this.pending = pending;
    this.waits = new SinkWaits(sessions, failures.interruption(), deadline);
    this.health = new SinkHealth(sessions, failures.interruption());
  }

  /**
   * Cuts over.
   *
   * @param swapped whether the names have been swapped by this phase
   */
  void run(Phase phase, List<SinkStep> steps, boolean swapped) {
    Map<SinkStep, Future<Duration>> results = new LinkedHashMap<>();
    Map<SinkStep, Cause> causes = new LinkedHashMap<>();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE, steps.size()),
            task -> {
              Thread thread = new Thread(task, "verdigris-sinks");
              thread.setDaemon(true);
              return thread;
            });
    try {
      steps.forEach(step -> results.put(step, pool.submit(cutover(step))));
      results.forEach((step, result) -> collect(phase, step, result, causes));
    } finally {
      pool.shutdownNow();
    }
    List<SinkStep> left;
    Map<String, String> unwell;
    try {
      left = pending.of(steps);
      unwell = unwell(steps, left);
    } catch (SQLException | VerdigrisException e) {
      throw unknown(phase, swapped, steps, causes, e).exception(e);
    }
    if (!left.isEmpty()) {
      throw ExecutionProblems.sinksLeft(
              phase,
              swapped,
              lost(causes),
              left,
              lines(left, causes, unwell),
              failures.state().get())
          .exception();
    }
    if (!unwell.isEmpty() && failures.interruption().requested()) {
      throw failures.interrupted();
    }
    if (!unwell.isEmpty()) {
      List<SinkStep> ill = steps.stream().filter(s -> unwell.containsKey(s.sinkId())).toList();
      throw ExecutionProblems.sinksUnwell(
              phase, swapped, lines(ill, Map.of(), unwell), deadline, failures.state().get())
          .exception();
    }
  }

  /**
   * Asks once more about sinks that an earlier run has cut over: it may have seen that one does not
   * move on.
   *
   * @param sinks names by id
   * @param swapped whether the names are where this phase brings them
   * @throws VerdigrisException VG-7701 or VG-4702 for those that do not run or do not move on
   */
  public void refuseUnwell(Phase phase, Map<String, String> sinks, boolean swapped) {
    Map<String, String> unwell;
    try {
      unwell = health.unwell(sinks.keySet(), deadline);
    } catch (SQLException e) {
      throw failures.of("the status of sinks", e);
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
    throw ExecutionProblems.sinksUnwell(phase, swapped, lines, deadline, failures.state().get())
        .exception();
  }

  private Problem unknown(
      Phase phase,
      boolean swapped,
      List<SinkStep> steps,
      Map<SinkStep, Cause> causes,
      Exception cause) {
    List<String> lines = lines(steps, causes, Map.of());
    String reason =
        cause instanceof SQLException sql
            ? SqlStates.message(sql)
            : String.valueOf(cause.getMessage());
    List<String> all = new ArrayList<>(lines);
    all.add("what the sinks read now is not known: " + reason.lines().findFirst().orElse(reason));
    boolean lost = Cause.of(cause).lost() || lost(causes);
    return ExecutionProblems.sinksLeft(phase, swapped, lost, steps, all, failures.state().get());
  }

  private static boolean lost(Map<SinkStep, Cause> causes) {
    return causes.values().stream().anyMatch(Cause::lost);
  }

  /**
   * Why a sink was not cut over.
   *
   * @param text for people
   * @param lost whether the connection was lost
   */
  private record Cause(String text, boolean lost) {
    static Cause of(@Nullable Throwable cause) {
      if (cause instanceof SQLException sql) {
        return new Cause(SqlStates.message(sql), SqlStates.connectionLost(sql));
      }
      return new Cause(
          String.valueOf(cause),
          cause instanceof VerdigrisException e && e.exitCode() == ExitCode.CONNECTION);
    }
  }

  private Callable<Duration> cutover(SinkStep step) {
    return () -> {
      long start = System.nanoTime();
      waits.await(step);
      try (Session session = sessions.open("sink")) {
        session.executeCancellable(step.sql(), deadline);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    };
  }

  private void collect(
      Phase phase, SinkStep step, Future<Duration> result, Map<SinkStep, Cause> causes) {
    try {
      listener.on(new Event.StepDone(phase, step, result.get()));
    } catch (ExecutionException e) {
      causes.put(step, Cause.of(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      causes.put(step, new Cause("interrupted", false));
    }
  }

  /** Of those that were cut over, the ones that do not work; of the others, what they tell. */
  private Map<String, String> unwell(List<SinkStep> steps, List<SinkStep> left)
      throws SQLException {
    if (left.isEmpty()) {
      return health.unwell(steps.stream().map(SinkStep::sinkId).toList(), deadline);
    }
    Map<String, String> told = new LinkedHashMap<>();
    try (Session session = sessions.open("sinks")) {
      SinkHealth.told(session, left.stream().map(SinkStep::sinkId).toList())
          .forEach((id, one) -> told.put(id, one.text()));
    }
    return told;
  }

  private static List<String> lines(
      List<SinkStep> steps, Map<SinkStep, Cause> causes, Map<String, String> told) {
    return steps.stream()
        .map(
            step ->
                step.sink()
                    + java.util.stream.Stream.of(
                            causes.getOrDefault(step, NO_CAUSE).text(),
                            told.getOrDefault(step.sinkId(), ""))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ", ": ", "")))
        .toList();
  }
}
