package dev.verdigris.testkit;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Settings;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.PromotionRecord;
import dev.verdigris.gate.RunState;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run of a deployment class came to: its nodes, its console, its files, and the catalog. */
public final class DeploymentResults {
  private final TestProject project;
  private final Map<String, String> parameters;
  private final DeploymentRecorder recorder;
  private final String console;

  DeploymentResults(
      TestProject project,
      Map<String, String> parameters,
      DeploymentRecorder recorder,
      String console) {
    this.project = project;
    this.parameters = Map.copyOf(parameters);
    this.recorder = recorder;
    this.console = console;
  }

  /** Whether nothing failed: what a build makes of it. */
  public boolean green() {
    return recorder.green();
  }

  /** A phase, class or validation by its display name: {@code promote}, {@code keysAreUnique()}. */
  public NodeResult node(String name) {
    return recorder.node(name);
  }

  /** Every node, in the order in which they ended. */
  public List<NodeResult> nodes() {
    return recorder.nodes();
  }

  /** What a person would have seen. */
  public String console() {
    return console;
  }

  /** What validation concluded; empty where it did not get there. */
  public Optional<Verdict> verdict() {
    Path file = files().verdict(config().deployment());
    return Files.exists(file) ? Optional.of(Verdict.read(file)) : Optional.empty();
  }

  /** What the state file says; empty where the run did not get to open the deployment. */
  public Optional<RunState> runState() {
    return RunState.read(files().state(config().deployment()));
  }

  /** The records of promotion in the project, of earlier runs too. */
  public List<PromotionRecord> promotions() {
    return PromotionRecord.readAll(files().verdicts());
  }

  /** Where the deployment stands, from the catalog alone. */
  public DeploymentState state() {
    try (DeploymentRun run =
        DeploymentRun.open(config(), project.server(), DeploymentListener.NONE)) {
      return run.state();
    }
  }

  /** What was deployed. */
  public DeploymentConfig config() {
    return DeploymentConfig.load(
        project.directory().resolve(DeploymentConfig.FILE_NAME),
        Settings.none().withConfigurationParameters(parameters));
  }

  private BuildFiles files() {
    return BuildFiles.of(config());
  }
}
