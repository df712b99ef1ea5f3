package dev.verdigris.junit;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/**
 * Runs {@link Deployment} classes: shows each phase as a node of its own and the validation classes
 * as Jupiter shows them. Discovery only looks at class files; nothing is sent anywhere before
 * execution.
 */
public final class VerdigrisTestEngine implements TestEngine {
  /** The engine's id, for example for Surefire's {@code includeJUnit5Engines}. */
  public static final String ID = "verdigris";

  private final Rollout.Factory rollouts;
  private final Console console;
  private final Supplier<Surroundings> surroundings;

  /** The engine that deploys for real; made by {@link java.util.ServiceLoader}. */
  public VerdigrisTestEngine() {
    this(CoreRollout::open, Console.standard(), Surroundings::here);
  }

  /** The same with another console than the standard output, for tests. */
  public static VerdigrisTestEngine printingTo(PrintStream console) {
    return new VerdigrisTestEngine(CoreRollout::open, new Console(console), Surroundings::here);
  }

  VerdigrisTestEngine(
      Rollout.Factory rollouts, Console console, Supplier<Surroundings> surroundings) {
    this.rollouts = rollouts;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Optional<String> getGroupId() {
    return Optional.of("dev.verdigris");
  }

  @Override
  public Optional<String> getArtifactId() {
    return Optional.of("verdigris-junit");
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    EngineDescriptor engine = new EngineDescriptor(uniqueId, "Verdigris");
    new DeploymentDiscovery(request).discoverInto(engine);
    return engine;
  }

  @Override
  public void execute(ExecutionRequest request) {
    TestDescriptor engine = request.getRootTestDescriptor();
    request.getEngineExecutionListener().executionStarted(engine);
    for (TestDescriptor child : engine.getChildren()) {
      if (child instanceof DeploymentNode deployment) {
        new DeploymentExecution(request, deployment, rollouts, console, surroundings.get()).run();
      }
    }
    request
        .getEngineExecutionListener()
        .executionFinished(engine, TestExecutionResult.successful());
  }
}
