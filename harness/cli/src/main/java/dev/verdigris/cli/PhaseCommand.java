package dev.verdigris.cli;

import dev.verdigris.DeploymentRun;
import dev.verdigris.Phase;
import dev.verdigris.Preview;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that runs one phase, or prints its plan. */
abstract class PhaseCommand extends DeploymentCommand {
  private final Phase phase;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Prints what would be sent, and sends nothing but reads.")
  private boolean dryRun;

  PhaseCommand(Terminal terminal, Phase phase) {
    super(terminal);
    this.phase = phase;
  }

  @Override
  Map<String, String> settings() {
    return dryRun ? Map.of("verdigris.dryRun", "true") : Map.of();
  }

  @Override
  boolean onlyReads() {
    return false;
  }

  @Override
  void execute(DeploymentRun run, Report report, Journal journal) {
    if (run.config().dryRun()) {
      preview(run, report, List.of(phase));
    } else {
      journal.begin(phase);
      perform(run);
    }
  }

  /** Prints what the phases would do, and ends as the first of them would where it is refused. */
  static void preview(DeploymentRun run, Report report, List<Phase> phases) {
    Preview preview = run.preview(phases);
    report.planned(preview.plans());
    preview.refuse();
  }

  /** Runs the phase. */
  abstract void perform(DeploymentRun run);

  /** The phase init. */
  @Command(
      name = "init",
      description = "Makes green's schemas and clusters from production's. No sinks.")
  static final class Init extends PhaseCommand {
    Init(Terminal terminal) {
      super(terminal, Phase.INIT);
    }

    @Override
    void perform(DeploymentRun run) {
      run.init();
    }
  }

  /** The phase run. */
  @Command(name = "run", description = "Creates the models in green, or only what changed.")
  static final class Run extends PhaseCommand {
    Run(Terminal terminal) {
      super(terminal, Phase.RUN);
    }

    @Override
    void perform(DeploymentRun run) {
      run.run();
    }
  }

  /** The phase await. */
  @Command(
      name = "await",
      description = "Waits until green is hydrated and its lag is under the threshold.")
  static final class Await extends PhaseCommand {
    Await(Terminal terminal) {
      super(terminal, Phase.AWAIT);
    }

    @Override
    void perform(DeploymentRun run) {
      run.await();
    }
  }

  /** The phase rollback. */
  @Command(
      name = "rollback",
      description = "Swaps back, sinks included, while the old environment stands.")
  static final class Rollback extends PhaseCommand {
    Rollback(Terminal terminal) {
      super(terminal, Phase.ROLLBACK);
    }

    @Override
    void perform(DeploymentRun run) {
      run.rollback();
    }
  }

  /** The phase cleanup. */
  @Command(
      name = "cleanup",
      description =
          "Drops what is not in production: the old environment, or a green that was not promoted.")
  static final class Cleanup extends PhaseCommand {
    @Option(names = "--now", description = "Does not wait until the bake time is over.")
    private boolean now;

    Cleanup(Terminal terminal) {
      super(terminal, Phase.CLEANUP);
    }

    @Override
    Map<String, String> settings() {
      Map<String, String> settings = new HashMap<>(super.settings());
      if (now) {
        settings.put("verdigris.cleanup.now", "true");
      }
      return settings;
    }

    @Override
    void perform(DeploymentRun run) {
      run.cleanup();
    }
  }
}
