package dev.verdigris.execute;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Event;
import dev.verdigris.Phase;
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

/**
 * Cuts sinks over, several at once: a stalled sink waits without end and must not hold up the
 * others. What a sink reads in the end is asked of the catalog, not of the answers.
 */
public final class SinkCutover {
  private static final int AT_ONCE = 4;

  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Failures failures;
  private final Duration deadline;
  private final Pending pending;

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
  }

  void run(Phase phase, List<SinkStep> steps) {
    Map<SinkStep, Future<Duration>> results = new LinkedHashMap<>();
    List<String> causes = new ArrayList<>();
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
    List<SinkStep> left = left(steps, causes);
    if (!left.isEmpty()) {
      throw ExecutionProblems.sinksLeft(phase, left, causes, failures.state().get()).exception();
    }
  }

  private Callable<Duration> cutover(SinkStep step) {
    return () -> {
      long start = System.nanoTime();
      try (Session session = sessions.open("sink")) {
        session.executeCancellable(step.sql(), deadline);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    };
  }

  private void collect(Phase phase, SinkStep step, Future<Duration> result, List<String> causes) {
    try {
      listener.on(new Event.StepDone(phase, step, result.get()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      causes.add(
          step.sink()
              + ": "
              + (cause instanceof SQLException sql
                  ? SqlStates.message(sql)
                  : String.valueOf(cause)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      causes.add(step.sink() + ": interrupted");
    }
  }

  private List<SinkStep> left(List<SinkStep> steps, List<String> causes) {
    try {
      return pending.of(steps);
    } catch (SQLException e) {
      causes.add("what the sinks read now is not known: " + SqlStates.message(e));
      return causes.isEmpty() ? List.of() : steps;
    }
  }
}
