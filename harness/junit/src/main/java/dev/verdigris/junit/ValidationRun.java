package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.junit.Conclusion.Ending;
import dev.verdigris.junit.Conclusion.TestOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.opentest4j.MultipleFailuresError;

/**
 * Mirrors the nested run into the deployment's tree and keeps what each node came to. The platform
 * tells of every node; a Jupiter {@code TestWatcher} would miss failing dynamic tests.
 *
 * <p>Events come from many threads when the user's tests run in parallel, and from abandoned ones
 * after a deadline; so everything happens under one lock, and nothing after {@link #abandon}.
 */
final class ValidationRun implements TestExecutionListener {
  private final ExpectedTests expected;
  private final EngineExecutionListener listener;
  private final Map<MirrorNode, Running> running = new LinkedHashMap<>();
  private final Map<MirrorNode, TestOutcome> outcomes = new LinkedHashMap<>();
  private final Map<MirrorNode, Told> told = new HashMap<>();
  private long lastEvent = System.nanoTime();
  private boolean abandoned;

  ValidationRun(ExpectedTests expected, EngineExecutionListener listener) {
    this.expected = expected;
    this.listener = listener;
  }

  /** A node that has started and not finished. */
  private static final class Running {
    final Thread thread = Thread.currentThread();
    final long since = System.nanoTime();
    @Nullable VerdigrisException overdue;
    long interruptedAt;
  }

  /**
   * A node that has taken longer than it may.
   *
   * @param node a test, or the class that is in its own set-up or tear-down
   * @param thread where it runs
   * @param interruptedFor how long ago it was told to end; empty if it was not
   */
  record Overdue(MirrorNode node, Thread thread, Optional<Duration> interruptedFor) {}

  /** The first node that has taken longer than {@code limit}. */
  synchronized Optional<Overdue> overdue(Duration limit) {
    long now = System.nanoTime();
    MirrorNode last = null;
    boolean testRuns = false;
    for (Map.Entry<MirrorNode, Running> entry : running.entrySet()) {
      Running run = entry.getValue();
      last = entry.getKey();
      testRuns |= last.isTest();
      if (run.overdue != null) {
        Duration since = Duration.ofNanos(now - run.interruptedAt);
        return Optional.of(new Overdue(last, run.thread, Optional.of(since)));
      }
      if (last.isTest() && now - run.since > limit.toNanos()) {
        return Optional.of(new Overdue(last, run.thread, Optional.empty()));
      }
    }
    Running container = last == null || testRuns ? null : running.get(last);
    if (last != null && container != null && now - lastEvent > limit.toNanos()) {
      return Optional.of(new Overdue(last, container.thread, Optional.empty()));
    }
    return Optional.empty();
  }

  /** Makes {@code problem} the result of {@code node}, whatever it ends with. */
  synchronized void markOverdue(MirrorNode node, VerdigrisException problem) {
    Running run = running.get(node);
    if (run != null) {
      run.overdue = problem;
      run.interruptedAt = System.nanoTime();
      run.thread.interrupt();
    }
  }

  /** Ends all that is open: what is overdue has failed, the rest did not run. */
  synchronized void abandon(String reason) {
    close(expected.root(), reason);
    abandoned = true;
  }

  private void close(TestDescriptor descriptor, String reason) {
    MirrorNode node = (MirrorNode) descriptor;
    if (outcomes.containsKey(node)) {
      return;
    }
    Running run = running.remove(node);
    if (run == null) {
      record(node, Ending.NO_RESULT, reason, Duration.ZERO);
      listener.executionSkipped(node, reason);
      return;
    }
    node.getChildren().forEach(child -> close(child, reason));
    finish(node, run, TestExecutionResult.successful());
  }

  @Override
  public synchronized void dynamicTestRegistered(TestIdentifier test) {
    MirrorNode parent =
        test.getParentIdObject().map(id -> expected.node(id.toString())).orElse(null);
    if (abandoned || parent == null) {
      return;
    }
    listener.dynamicTestRegistered(expected.register(test, parent));
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    MirrorNode node = node(test);
    if (node != null) {
      record(node, Ending.SKIPPED, reason, Duration.ZERO);
      listener.executionSkipped(node, reason);
    }
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    MirrorNode node = node(test);
    if (node != null) {
      running.put(node, new Running());
      listener.executionStarted(node);
    }
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    MirrorNode node = node(test);
    Running run = node == null ? null : running.remove(node);
    if (node != null && run != null) {
      finish(node, run, result);
    }
  }

  private void finish(MirrorNode node, Running run, TestExecutionResult result) {
    TestExecutionResult shown = result;
    if (run.overdue != null) {
      result.getThrowable().ifPresent(run.overdue::addSuppressed);
      shown = TestExecutionResult.failed(run.overdue);
    }
    Told tellings = told.getOrDefault(node, Told.NOTHING);
    Ending ending =
        switch (shown.getStatus()) {
          case SUCCESSFUL -> tellings.ending();
          case ABORTED -> Ending.ABORTED;
          case FAILED -> ending(shown.getThrowable().orElse(null));
        };
    String reason = shown.getThrowable().map(ValidationRun::words).orElse(tellings.messages());
    record(node, ending, reason, Duration.ofNanos(System.nanoTime() - run.since));
    listener.executionFinished(node, shown);
  }

  /** Soft assertions collect failures: all of them inconclusive is not one failed. */
  private static Ending ending(@Nullable Throwable failure) {
    if (failure instanceof InconclusiveError) {
      return Ending.INCONCLUSIVE;
    }
    if (failure instanceof MultipleFailuresError several
        && !several.getFailures().isEmpty()
        && several.getFailures().stream().allMatch(InconclusiveError.class::isInstance)) {
      return Ending.INCONCLUSIVE;
    }
    return failure instanceof AssertionError ? Ending.FAILED : Ending.BROKEN;
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getName() : message.strip();
  }

  private void record(MirrorNode node, Ending ending, @Nullable String reason, Duration time) {
    String id = node.original().getUniqueId();
    outcomes.put(
        node,
        new TestOutcome(
                id, TestNames.of(node), node.isTest(), expected.isLeaf(node), ending, reason, time)
            .readAt(told.getOrDefault(node, Told.NOTHING).readAt()));
    lastEvent = System.nanoTime();
  }

  @Override
  public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    MirrorNode node = node(test);
    if (node != null) {
      told.merge(node, Told.of(entry), Told::and);
      listener.reportingEntryPublished(node, entry);
    }
  }

  @Override
  public synchronized void fileEntryPublished(TestIdentifier test, FileEntry file) {
    MirrorNode node = node(test);
    if (node != null) {
      listener.fileEntryPublished(node, file);
    }
  }

  private @Nullable MirrorNode node(TestIdentifier test) {
    lastEvent = System.nanoTime();
    return abandoned ? null : expected.node(test.getUniqueId());
  }

  /** What the nodes came to; those of a run that has ended. */
  synchronized Map<MirrorNode, TestOutcome> outcomes() {
    return new LinkedHashMap<>(outcomes);
  }
}
