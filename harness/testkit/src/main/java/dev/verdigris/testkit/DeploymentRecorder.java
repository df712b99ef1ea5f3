package dev.verdigris.testkit;

import dev.verdigris.testkit.NodeResult.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Keeps what every node came to, in the order in which they ended. For those who start the launcher
 * themselves; {@link DeploymentTestKit} does it for everybody else.
 */
public final class DeploymentRecorder implements TestExecutionListener {
  private final Map<String, NodeResult> nodes = new LinkedHashMap<>();
  private final Map<String, List<Map<String, String>>> entries = new LinkedHashMap<>();

  /** One that has heard nothing. */
  public DeploymentRecorder() {}

  @Override
  public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    entries
        .computeIfAbsent(test.getUniqueId(), id -> new ArrayList<>())
        .add(entry.getKeyValuePairs());
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    add(test, Status.SKIPPED, reason, Optional.empty());
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    add(
        test,
        Status.valueOf(result.getStatus().name()),
        result.getThrowable().map(failure -> String.valueOf(failure.getMessage())).orElse(""),
        result.getThrowable());
  }

  private void add(
      TestIdentifier test, Status status, String message, Optional<Throwable> failure) {
    nodes.put(
        test.getUniqueId(),
        new NodeResult(
            test.getDisplayName(),
            test.getUniqueId(),
            status,
            message,
            failure,
            entries.getOrDefault(test.getUniqueId(), List.of())));
  }

  /** Every node that ended or was skipped, in that order. */
  public synchronized List<NodeResult> nodes() {
    return List.copyOf(nodes.values());
  }

  /** The last node of that display name that ended; one that is {@link Status#ABSENT} otherwise. */
  public NodeResult node(String name) {
    return nodes().stream()
        .filter(node -> node.name().equals(name))
        .reduce((first, second) -> second)
        .orElse(new NodeResult(name, "", Status.ABSENT, "", Optional.empty(), List.of()));
  }

  /** Whether nothing failed: what a build makes of it. */
  public boolean green() {
    return nodes().stream().noneMatch(node -> node.status() == Status.FAILED);
  }
}
