package dev.verdigris.junit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.VerdigrisException;
import dev.verdigris.junit.Conclusion.Ending;
import dev.verdigris.junit.Conclusion.TestOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;

/**
 * Runs the selected validation tests under a deadline and compares what they came to with what was
 * expected. Promotion needs positive evidence: "no failure was seen" has promoted wrongly in a
 * dozen ways.
 */
final class Validations {
  private static final String LAUNCHER = "launcher";
  private static final Duration POLL = Duration.ofMillis(50);

  /** How long a test that was told to end may take to do so. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ExpectedTests expected;
  private final List<MirrorNode> selected;
  private final ValidationRun run;
  private final Set<String> defaults;
  private final boolean behindSwap;

  /**
   * Prepares the run.
   *
   * @param defaults names of the default validation classes
   * @param behindSwap whether they run on production, behind the swap
   */
  Validations(
      DeploymentNode deployment,
      ExpectedTests expected,
      Set<String> defaults,
      boolean behindSwap,
      EngineExecutionListener listener) {
    this.expected = expected;
    this.defaults = defaults;
    this.behindSwap = behindSwap;
    this.selected = expected.selected(deployment);
    this.run = new ValidationRun(expected, listener);
  }

  /** Runs them; what breaks the run itself is part of the conclusion. */
  Conclusion run(NestedJupiter jupiter, Rollout rollout) {
    DeploymentConfig.Gate gate = rollout.environment().config().gate();
    if (selected.isEmpty()) {
      return conclude(null, gate);
    }
    Throwable broken = null;
    try {
      FutureTask<@Nullable Void> task = start(jupiter, rollout);
      while (!ended(task) && !endOverdue(rollout)) {
        // Each look takes POLL.
      }
    } catch (ExecutionException launcherFailed) {
      broken = launcherFailed.getCause();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      broken = interrupted;
    }
    run.abandon("not run: the validation ended before it");
    return conclude(broken, gate);
  }

  private FutureTask<@Nullable Void> start(NestedJupiter jupiter, Rollout rollout) {
    Set<String> ids =
        selected.stream().map(node -> node.original().getUniqueId()).collect(Collectors.toSet());
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () ->
                jupiter.execute(
                    ids,
                    session ->
                        CurrentEnvironment.put(
                            session, rollout.environment(), defaults, behindSwap),
                    run),
            null);
    Thread thread = new Thread(task, "verdigris-validate");
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    return task;
  }

  private static boolean ended(FutureTask<?> task) throws ExecutionException, InterruptedException {
    try {
      task.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  /** Whether the whole run has to be given up. */
  private boolean endOverdue(Rollout rollout) {
    Duration limit = rollout.validationDeadline();
    Optional<ValidationRun.Overdue> found = run.overdue(limit);
    if (found.isEmpty()) {
      return false;
    }
    ValidationRun.Overdue overdue = found.get();
    if (overdue.interruptedFor().isPresent()) {
      return overdue.interruptedFor().get().compareTo(GRACE) > 0;
    }
    VerdigrisException problem = RunProblems.hangs(TestNames.of(overdue.node()), limit);
    problem.setStackTrace(overdue.thread().getStackTrace());
    run.markOverdue(overdue.node(), problem);
    rollout.endReads();
    return false;
  }

  private Conclusion conclude(@Nullable Throwable broken, DeploymentConfig.Gate gate) {
    Map<MirrorNode, TestOutcome> outcomes = run.outcomes();
    List<TestOutcome> all = new ArrayList<>();
    if (broken != null) {
      all.add(
          new TestOutcome(
              LAUNCHER, "JUnit", false, false, Ending.BROKEN, broken.toString(), Duration.ZERO));
    }
    collect(expected.root(), outcomes, null, all);
    List<MirrorNode> filtered = new ArrayList<>(expected.leaves());
    filtered.removeAll(selected);
    filtered.forEach(leaf -> all.add(left(leaf, Ending.FILTERED, null)));
    all.replaceAll(one -> one.judged(isDefault(one.id()), gate));
    return new Conclusion(all, expected.leaves().size(), filtered.size());
  }

  /** Whether the outermost class of a nested id is a default one. */
  private boolean isDefault(String id) {
    if (id.equals(LAUNCHER)) {
      return false;
    }
    return UniqueId.parse(id).getSegments().stream()
        .skip(1)
        .findFirst()
        .filter(segment -> defaults.contains(segment.getValue()))
        .isPresent();
  }

  private void collect(
      MirrorNode node,
      Map<MirrorNode, TestOutcome> outcomes,
      @Nullable TestOutcome above,
      List<TestOutcome> all) {
    TestOutcome own = outcomes.get(node);
    boolean leaf = selected.contains(node);
    if (own == null && leaf) {
      all.add(withoutResult(node, above));
    } else if (own != null && (own.test() || own.ran() || node.getChildren().isEmpty())) {
      all.add(own);
    }
    TestOutcome handedDown = own == null || own.ending().promotes() ? above : own;
    for (TestDescriptor child : node.getChildren()) {
      collect((MirrorNode) child, outcomes, handedDown, all);
    }
    if (own != null && own.ending().promotes() && node.mayRegisterTests() && !hasTest(node)) {
      all.add(own.ended(Ending.EMPTY, "it made no test"));
    }
  }

  private TestOutcome withoutResult(MirrorNode node, @Nullable TestOutcome above) {
    if (above == null) {
      return left(node, Ending.NO_RESULT, null);
    }
    Ending ending = above.ran() ? Ending.NO_RESULT : above.ending();
    return left(node, ending, above.name() + ": " + above.reason());
  }

  private static TestOutcome left(MirrorNode node, Ending ending, @Nullable String reason) {
    return new TestOutcome(
        node.original().getUniqueId(),
        TestNames.of(node),
        node.isTest(),
        true,
        ending,
        reason,
        Duration.ZERO);
  }

  private static boolean hasTest(TestDescriptor node) {
    return node.getChildren().stream().anyMatch(child -> child.isTest() || hasTest(child));
  }
}
