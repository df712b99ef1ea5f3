package dev.verdigris.cli;

import dev.verdigris.DeploymentRun;
import dev.verdigris.Standing;
import picocli.CommandLine.Command;

/** Prints what is left to do as statements. */
@Command(
    name = "plan",
    description =
        "Prints what each phase that is left would send, each planned on what the ones before it"
            + " would leave; the validation is assumed to pass. Only reads.")
final class PlanCommand extends DeploymentCommand {

  PlanCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  boolean onlyReads() {
    return true;
  }

  @Override
  void execute(DeploymentRun run, Report report, Journal journal) {
    Standing standing = run.standing();
    report.standing(standing);
    report.planned(run.preview(standing.next().phases()).plans());
  }
}
