package dev.verdigris.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** Runs a deployment class on a {@link FakeRollout} and tells what every node came to. */
final class GateRun {
  final FakeRollout rollout = new FakeRollout();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, String> nodes = new TreeMap<>();
  private final Map<String, String> messages = new TreeMap<>();
  private final Map<String, String> parameters = new TreeMap<>();
  private final List<String> entries = new ArrayList<>();
  private boolean green = true;
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
    EngineExecutionResults results =
        EngineTestKit.engine(engine())
            .configurationParameter(DeploymentExecution.PROMOTE, String.valueOf(promote))
            .configurationParameters(parameters)
            .selectors(selectors.toArray(DiscoverySelector[]::new))
            .filters(filters)
            .execute();
    results.allEvents().stream().forEach(this::see);
    return this;
  }

  VerdigrisTestEngine engine() {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new VerdigrisTestEngine(
        (type, settings, progress) -> rollout, new Console(out), () -> surroundings);
  }

  private void see(Event event) {
    String name = event.getTestDescriptor().getDisplayName();
    if (event.getType() == EventType.REPORTING_ENTRY_PUBLISHED) {
      entries.addAll(event.getRequiredPayload(ReportEntry.class).getKeyValuePairs().keySet());
    } else if (event.getType() == EventType.SKIPPED) {
      nodes.put(name, "SKIPPED");
      messages.put(name, event.getRequiredPayload(String.class));
    } else if (event.getType() == EventType.FINISHED) {
      TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
      nodes.put(name, result.getStatus().name());
      result
          .getThrowable()
          .ifPresent(failure -> messages.put(name, String.valueOf(failure.getMessage())));
      green &= result.getStatus() != TestExecutionResult.Status.FAILED;
    }
  }

  /** The keys of the report entries that were published. */
  List<String> entries() {
    return entries;
  }

  boolean green() {
    return green;
  }

  boolean promoted() {
    return rollout.calls.contains("promote");
  }

  /** How the node of that name ended: a platform status, or SKIPPED, or ABSENT. */
  String node(String name) {
    return nodes.getOrDefault(name, "ABSENT");
  }

  /** What the node of that name failed with or was skipped for. */
  String message(String name) {
    return messages.getOrDefault(name, "");
  }

  String console() {
    return printed.toString(StandardCharsets.UTF_8).replaceAll("[0-9]+\\.[0-9] s", "0.0 s");
  }
}
