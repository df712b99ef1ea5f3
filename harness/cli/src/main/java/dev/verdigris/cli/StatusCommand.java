package dev.verdigris.cli;

import dev.verdigris.DeploymentRun;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.RunState;
import picocli.CommandLine.Command;

/** Tells where a deployment stands, from the catalog. */
@Command(
    name = StatusCommand.NAME,
    description =
        "Tells where the deployment stands, what is left to do, and the commands for it. Only"
            + " reads.")
final class StatusCommand extends DeploymentCommand {
  static final String NAME = "status";

  StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  boolean onlyReads() {
    return true;
  }

  @Override
  void execute(DeploymentRun run, Report report, Journal journal) {
    report.standing(run.standing());
    try {
      RunState.read(BuildFiles.of(run.config()).state(run.config().deployment()))
          .ifPresent(report::lastRun);
    } catch (VerdigrisException notReadable) {
      // The catalog is the truth, and has been read.
      terminal().tell(notReadable.problem().format());
    }
  }
}
