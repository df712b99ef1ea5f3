package dev.verdigris.junit;

import dev.verdigris.FollowUp;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;

/**
 * Runs one deployment: its phases in order, the validations among them, and promotes only when all
 * that was expected succeeded. Where promotion was asked for, the run is green if and only if it
 * happened.
 */
final class DeploymentExecution {
  /** The configuration parameter that asks for promotion. */
  static final String PROMOTE = "verdigris.promote";

  /** Ends a built-in phase whose own deadlines did not. */
  private static final Duration BACKSTOP = Duration.ofMinutes(30);

  private final ExecutionRequest request;
  private final DeploymentNode deployment;
  private final Rollout.Factory rollouts;
  private final Console console;
  private final Standing standing = new Standing();
  private final StateFile file;
  private final Surroundings surroundings;
  private final boolean promotionAsked;

  private @Nullable Rollout rollout;
  private @Nullable String blocked;
  private @Nullable Conclusion conclusion;

  /** Whether it was in production before this run. */
  private boolean stoodBefore = true;

  DeploymentExecution(
      ExecutionRequest request,
      DeploymentNode deployment,
      Rollout.Factory rollouts,
      Console console,
      Surroundings surroundings) {
    this.request = request;
    this.deployment = deployment;
    this.rollouts = rollouts;
    this.console = console;
    this.surroundings = surroundings;
    this.file = new StateFile(console, deployment.deploymentClass());
    this.promotionAsked = request.getConfigurationParameters().getBoolean(PROMOTE).orElse(false);
  }

  void run() {
    Map<UniqueId, TestExecutionResult> first = FirstVerdicts.find(request, deployment);
    if (first != null) {
      console.title("the first verdict of this session stands; nothing runs again");
      FirstVerdicts.replay(deployment, request.getEngineExecutionListener(), first);
      return;
    }
    EngineExecutionListener listener = FirstVerdicts.remember(request, deployment);
    PhaseRunner runner = new PhaseRunner(listener, console, standing);
    listener.executionStarted(deployment);
    console.title(
        deployment.getDisplayName()
            + (promotionAsked ? ": validate and promote" : ": validate, promote nothing"));
    Interruption interruption = Interruption.watch(standing, console, file, Interruption.PATIENCE);
    try {
      runPhases(runner, listener);
    } finally {
      close();
      file.write(standing, true);
      interruption.end();
    }
    console.last("state", standing.state());
    console.last("next", standing.next());
    Throwable unseen = runner.unseen();
    listener.executionFinished(
        deployment,
        unseen == null ? TestExecutionResult.successful() : TestExecutionResult.failed(unseen));
  }

  private void runPhases(PhaseRunner runner, EngineExecutionListener listener) {
    DeploymentNode.Unfit unfit = unfit();
    if (unfit != null) {
      blocked = unfit.problem().problem().summary();
    }
    for (PhaseNode node : deployment.phases()) {
      if (!standing.enter(node.phase()) && blocked == null) {
        blocked = "interrupted";
      }
      BuiltInPhase builtIn = node.phase().builtIn();
      if (unfit != null && unfit.at() == builtIn) {
        run(
            runner,
            node,
            BACKSTOP,
            () -> {
              throw unfit.problem();
            });
      } else if (builtIn == null) {
        own(runner, node);
      } else {
        builtIn(runner, node, builtIn, listener);
      }
    }
  }

  /** What makes the whole deployment impossible, by the class or by who runs it. */
  private DeploymentNode.@Nullable Unfit unfit() {
    if (promotionAsked && surroundings.insideMaven()) {
      return new DeploymentNode.Unfit(BuiltInPhase.INIT, RunProblems.insideMaven());
    }
    return surroundings
        .oldSurefire()
        .map(
            version ->
                new DeploymentNode.Unfit(BuiltInPhase.INIT, RunProblems.oldSurefire(version)))
        .orElse(deployment.unfit());
  }

  private void builtIn(
      PhaseRunner runner, PhaseNode node, BuiltInPhase phase, EngineExecutionListener listener) {
    switch (phase) {
      case INIT -> init(runner, node);
      case RUN -> unlessBlocked(runner, node, BACKSTOP, () -> opened().run());
      case AWAIT -> unlessBlocked(runner, node, awaitLimit(), () -> opened().await());
      case VALIDATE -> validate(runner, node, listener);
      case PROMOTE -> promote(runner, node);
      case SMOKE -> smoke(runner, node, listener);
      case CLEANUP -> cleanup(runner, node);
    }
  }

  private void init(PhaseRunner runner, PhaseNode node) {
    unlessBlocked(
        runner,
        node,
        BACKSTOP,
        () -> {
          Rollout opened = opened();
          if (!opened.isDryRun()) {
            return opened.init();
          }
          opened.dryRun(console::text);
          return new Rollout.Done(
              "planned only", "nothing was sent but reads", "run it without -Dverdigris.dryRun");
        });
    Rollout opened = rollout;
    if (blocked == null && opened != null && opened.isDryRun()) {
      blocked = "dry run";
    }
  }

  private Duration awaitLimit() {
    Rollout opened = rollout;
    return opened == null ? BACKSTOP : opened.awaitDeadline().plus(Duration.ofMinutes(1));
  }

  private void own(PhaseRunner runner, PhaseNode node) {
    if (blocked == null && node.phase().order() >= Phases.PROMOTE && !standing.promoted()) {
      runner.skip(node, "nothing was promoted");
      return;
    }
    if (blocked == null && node.phase().order() >= Phases.VALIDATE && !mayPromote()) {
      runner.skip(node, "the validation is not complete");
      return;
    }
    String name = node.phase().name();
    OwnPhase phase = new OwnPhase(node.phase(), standing);
    unlessBlocked(
        runner,
        node,
        phase.deadline(),
        () -> {
          phase.run(opened().environment());
          return standing.unchanged(name + " is done");
        });
  }

  private void validate(PhaseRunner runner, PhaseNode node, EngineExecutionListener listener) {
    ExpectedTests expected = deployment.expected();
    NestedJupiter jupiter = deployment.jupiter();
    Rollout opened = rollout;
    if (blocked != null || expected == null || jupiter == null || opened == null) {
      if (expected != null) {
        skip(expected, listener, String.valueOf(blocked));
      }
      runner.skip(node, String.valueOf(blocked));
      return;
    }
    long since = System.nanoTime();
    file.write(standing, false);
    try {
      opened.beginValidation();
    } catch (Exception failed) {
      skip(expected, listener, "validate failed");
      run(
          runner,
          node,
          BACKSTOP,
          () -> {
            throw failed;
          });
      return;
    }
    Conclusion concluded =
        new Validations(deployment, expected, deployment.defaults(), false, listener)
            .run(jupiter, opened);
    conclusion = concluded;
    for (Conclusion.TestOutcome outcome : concluded.toShow()) {
      console.progress("validate", RunProblems.line(outcome));
    }
    for (String line : UnmatchedNames.of(concluded, opened.environment().config().gate())) {
      console.progress("validate", line);
    }
    block(
        node,
        runner.run(
            node,
            BACKSTOP,
            since,
            () -> {
              Rollout.Done written = opened.conclude(concluded);
              RunProblems.refuse(concluded);
              return written;
            }));
  }

  private static void skip(
      ExpectedTests expected, EngineExecutionListener listener, String reason) {
    if (expected.root().getParent().isPresent()) {
      listener.executionSkipped(expected.root(), "not run: " + reason);
    }
  }

  private boolean mayPromote() {
    Conclusion concluded = conclusion;
    return blocked == null && concluded != null && concluded.full() && !deployment.partOnly();
  }

  private void promote(PhaseRunner runner, PhaseNode node) {
    if (!promotionAsked) {
      runner.skip(node, blocked != null ? blocked : "promotion was not asked for");
    } else if (!mayPromote()) {
      run(
          runner,
          node,
          BACKSTOP,
          () -> {
            throw RunProblems.notPromoted(blocked, conclusion, standing);
          });
    } else if (surroundings.ide().isPresent()) {
      String ide = surroundings.ide().get();
      run(
          runner,
          node,
          BACKSTOP,
          () -> {
            throw RunProblems.fromAnIde(ide, standing);
          });
    } else {
      stoodBefore = rollout == null || rollout.inProduction().orElse(true);
      standing.beginPromotion();
      file.write(standing, false);
      run(runner, node, BACKSTOP, () -> opened().promote());
      if (blocked == null) {
        standing.promote();
      } else if (!standing.promoted()) {
        askWhatBecame();
      }
    }
  }

  /** After a promotion that failed; where the server does not tell, it stays unknown. */
  private void askWhatBecame() {
    Rollout opened = rollout;
    if (opened != null) {
      opened
          .inProduction()
          .ifPresent(
              promoted -> {
                if (promoted) {
                  standing.promote();
                } else if (!standing.outcomeUnknown()) {
                  standing.notPromoted();
                }
              });
    }
  }

  private void smoke(PhaseRunner runner, PhaseNode node, EngineExecutionListener listener) {
    ExpectedTests expected = deployment.smokeTests();
    NestedJupiter jupiter = deployment.smokeJupiter();
    Rollout opened = rollout;
    boolean left = blocked != null || !standing.promoted();
    if (expected == null || jupiter == null || opened == null || left) {
      String reason = blocked == null ? "nothing was promoted" : blocked;
      if (expected != null) {
        skip(expected, listener, reason);
      }
      runner.skip(node, reason);
      return;
    }
    long since = System.nanoTime();
    file.write(standing, false);
    Conclusion smoked =
        new Validations(deployment, expected, Set.of(), true, listener).run(jupiter, opened);
    Smoke smoke = new Smoke(smoked, opened, standing, stoodBefore).tell(console);
    block(node, runner.run(node, BACKSTOP, since, smoke::judge));
    file.write(standing, false);
  }

  private void cleanup(PhaseRunner runner, PhaseNode node) {
    Rollout opened = rollout;
    if (blocked != null) {
      runner.skip(node, blocked);
    } else if (!standing.promoted() || opened == null) {
      runner.skip(node, "nothing was promoted");
    } else if (opened.keepsBlue()) {
      runner.skip(node, "the old environment is kept, as promote.keep_blue says");
    } else {
      run(
          runner,
          node,
          BACKSTOP,
          () -> {
            try {
              return opened.cleanup();
            } catch (VerdigrisException failed) {
              throw FollowUp.cleanupLeft(failed, standing.state(), standing.next());
            }
          });
    }
  }

  private void unlessBlocked(PhaseRunner runner, PhaseNode node, Duration limit, Work work) {
    String reason = blocked;
    if (reason != null) {
      runner.skip(node, reason);
    } else {
      run(runner, node, limit, work);
    }
  }

  private void run(PhaseRunner runner, PhaseNode node, Duration limit, Work work) {
    file.write(standing, false);
    block(node, runner.run(node, limit, System.nanoTime(), work::run));
    file.write(standing, false);
  }

  private void block(PhaseNode node, boolean succeeded) {
    if (!succeeded && blocked == null) {
      blocked = node.phase().name() + " failed";
    }
  }

  private Rollout opened() throws Exception {
    Rollout opened = rollout;
    if (opened == null) {
      Map<String, String> parameters = copy(request.getConfigurationParameters());
      opened =
          rollouts.open(
              deployment.deploymentClass(),
              Settings.system().withConfigurationParameters(parameters),
              words -> console.progress(standing.phase().name(), words));
      rollout = opened;
      console.progress(standing.phase().name(), opened.description());
      opened.lastRun().ifPresent(words -> console.progress(standing.phase().name(), words));
      file.open(opened.stateFile());
      file.write(standing, false);
    }
    return opened;
  }

  private static Map<String, String> copy(ConfigurationParameters parameters) {
    Map<String, String> copy = new HashMap<>();
    for (String key : parameters.keySet()) {
      parameters.get(key).ifPresent(value -> copy.put(key, value));
    }
    return copy;
  }

  private void close() {
    Rollout opened = rollout;
    if (opened != null) {
      opened.close();
    }
  }

  private interface Work {
    Rollout.Done run() throws Exception;
  }
}
