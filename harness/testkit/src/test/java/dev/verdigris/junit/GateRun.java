package dev.verdigris.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.verdigris.testkit.DeploymentRecorder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a deployment class on a {@link FakeRollout} and tells what every node came to. */
final class GateRun {
  final FakeRollout rollout = new FakeRollout();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final DeploymentRecorder recorder = new DeploymentRecorder();
  private final Map<String, String> parameters = new TreeMap<>();
  Surroundings surroundings = Surroundings.PLAIN;

  /** Sets a configuration parameter of JUnit. */
  GateRun with(String parameter, String value) {
    parameters.put(parameter, value);
    return this;
  }

  /** Runs with promotion asked for. */
  GateRun promoting(Class<?> deployment, Filter<?>... filters) {
    return execute(true, List.of(selectClass(deployment)), filters);
  }

  /** Runs without promotion. */
  GateRun validating(Class<?> deployment, Filter<?>... filters) {
    return execute(false, List.of(selectClass(deployment)), filters);
  }

  GateRun execute(boolean promote, List<DiscoverySelector> selectors, Filter<?>... filters) {
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(engine())
            .build();
    try (LauncherSession session = LauncherFactory.openSession(config)) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .configurationParameter(DeploymentExecution.PROMOTE, String.valueOf(promote))
                  .configurationParameters(parameters)
                  .selectors(selectors)
                  .filters(filters)
                  .build(),
              recorder);
    }
    return this;
  }

  VerdigrisTestEngine engine() {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new VerdigrisTestEngine(
        (type, settings, progress) -> rollout, new Console(out), () -> surroundings);
  }

  /** The keys of the report entries that were published. */
  List<String> entries() {
    return recorder.nodes().stream()
        .flatMap(node -> node.entries().stream())
        .flatMap(entry -> entry.keySet().stream())
        .toList();
  }

  boolean green() {
    return recorder.green();
  }

  boolean promoted() {
    return rollout.calls.contains("promote");
  }

  /** How the node of that name ended: a platform status, or SKIPPED, or ABSENT. */
  String node(String name) {
    return recorder.node(name).status().name();
  }

  /** What the node of that name failed with or was skipped for. */
  String message(String name) {
    return recorder.node(name).message();
  }

  String console() {
    return printed.toString(StandardCharsets.UTF_8).replaceAll("[0-9]+\\.[0-9] s", "0.0 s");
  }
}
