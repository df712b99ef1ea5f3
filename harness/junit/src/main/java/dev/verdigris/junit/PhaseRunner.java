package dev.verdigris.junit;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;

/** Runs or skips one phase and tells the test tree, the console and the standing of it. */
final class PhaseRunner {
  private final EngineExecutionListener listener;
  private final Console console;
  private final Standing standing;
  private @Nullable Throwable unseen;

  PhaseRunner(EngineExecutionListener listener, Console console, Standing standing) {
    this.listener = listener;
    this.console = console;
    this.standing = standing;
  }

  /**
   * Runs a phase.
   *
   * @param since {@link System#nanoTime()} when its work began
   * @return whether it succeeded
   */
  boolean run(PhaseNode node, Duration limit, long since, Callable<Rollout.Done> body) {
    String name = node.phase().name();
    if (node.visible()) {
      listener.executionStarted(node);
    }
    Rollout.Done done = null;
    Throwable failure = null;
    try {
      done =
          new Deadline("verdigris-" + name, limit, () -> RunProblems.overdue(name, limit, standing))
              .run(body);
    } catch (Throwable failed) {
      failure = failed instanceof Exception wrapped ? RunProblems.named(wrapped, standing) : failed;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    if (done != null) {
      standing.left(done);
      console.phase(name, took, done.text());
    } else if (failure != null) {
      failed(name, took, failure);
    }
    tell(node, took, failure);
    return failure == null;
  }

  private void failed(String name, Duration took, Throwable failure) {
    if (!(failure instanceof VerdigrisException known)) {
      console.phase(name, took, "FAILED  " + failure);
      return;
    }
    Problem problem = known.problem();
    console.phase(name, took, "FAILED  " + problem.code() + " " + problem.summary());
    if (problem.exitCode() == ExitCode.FOLLOW_UP) {
      standing.promote();
    }
    if (problem.leavesOutcomeUnknown()) {
      standing.leaveOutcomeUnknown();
    }
    leave(standing, problem);
  }

  /** What a problem says of state and next step stands from then on. */
  static void leave(Standing standing, Problem problem) {
    String state = problem.detail("state").orElse(null);
    String next = problem.detail("next").orElse(null);
    if (state != null && next != null) {
      standing.left(state, next);
    }
  }

  private void tell(PhaseNode node, Duration took, @Nullable Throwable failure) {
    if (!node.visible()) {
      if (unseen == null) {
        unseen = failure;
      }
      return;
    }
    listener.reportingEntryPublished(
        node,
        ReportEntry.from(
            Map.of(
                "verdigris.phase", node.phase().name(),
                "verdigris.ms", String.valueOf(took.toMillis()))));
    listener.executionFinished(
        node,
        failure == null ? TestExecutionResult.successful() : TestExecutionResult.failed(failure));
  }

  void skip(PhaseNode node, String reason) {
    console.notRun(node.phase().name(), reason);
    if (node.visible()) {
      listener.executionSkipped(node, "not run: " + reason);
    }
  }

  /** A failure of a phase whose node a filter took out of the tree. */
  @Nullable Throwable unseen() {
    return unseen;
  }
}
