package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import dev.verdigris.VerdigrisException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command about one deployment: opens it, does its part, renders what came of it. */
abstract class DeploymentCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;
  private boolean rendered;

  DeploymentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  final Terminal terminal() {
    return terminal;
  }

  /** Settings of the command's own options. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** Whether it never does more than read. */
  abstract boolean onlyReads();

  /**
   * Answers without a server where it can; a failure is thrown.
   *
   * @return whether it is answered
   */
  boolean isAnsweredByFiles(DeploymentConfig config, Report report) {
    return false;
  }

  /** The deployment that was asked for by name. */
  final Optional<String> namedDeployment() {
    return common.deployment();
  }

  /** Does it; a failure is thrown. */
  abstract void execute(DeploymentRun run, Report report, Journal journal);

  @Override
  public final Integer call() {
    Report report = new Report(spec.name());
    try {
      DeploymentConfig config = common.load(terminal, settings());
      if (isAnsweredByFiles(config, report)) {
        render(report, Optional.empty());
        return report.exit().value();
      }
      try (Server server = terminal.servers().apply(config)) {
        on(server, config, report);
      }
    } catch (VerdigrisException known) {
      render(report, Optional.of(known));
    } catch (RuntimeException | Error unexpected) {
      render(report, Optional.of(unexpected));
    }
    return report.exit().value();
  }

  private void on(Server server, DeploymentConfig config, Report report) {
    report.opened(
        new Report.Opened(
            config.deployment().value(),
            server.description(),
            common.repeated(config.deployment().value()),
            common.properties(config.deployment().value())));
    Progress progress = new Progress(terminal, common.quiet(), report);
    boolean reads = onlyReads() || config.dryRun();
    try (DeploymentRun run = DeploymentRun.open(config, server, progress);
        Interrupts.Watch watch =
            terminal.interrupts().watch(spec.name(), reads, run::interrupt, terminal.err())) {
      Journal journal = Journal.of(config, reads, terminal);
      Optional<Throwable> failure = attempt(run, report, journal);
      leave(run, report, failure);
      journal.end(report.standing(), report.problem());
      watch.before(() -> render(report, failure));
    }
  }

  private Optional<Throwable> attempt(DeploymentRun run, Report report, Journal journal) {
    try {
      execute(run, report, journal);
      return Optional.empty();
    } catch (RuntimeException | Error failure) {
      return Optional.of(failure);
    }
  }

  /**
   * Where the deployment stands now, if the server tells; and what went wrong, if something did.
   * While a COMMIT may still take effect, what a read tells is no fact: the failure itself says it.
   */
  private void leave(DeploymentRun run, Report report, Optional<Throwable> failure) {
    if (report.standing().isEmpty()
        && failure.filter(DeploymentCommand::leavesOutcomeUnknown).isEmpty()) {
      try {
        report.standing(run.standing());
      } catch (VerdigrisException notTold) {
        // The failure itself says that the server does not answer; success stays success.
        if (failure.isEmpty()) {
          terminal.tell(notTold.problem().format());
        }
      }
    }
    failure.ifPresent(one -> report.failed(problem(one, report)));
  }

  private static boolean leavesOutcomeUnknown(Throwable failure) {
    return failure instanceof VerdigrisException known && known.problem().leavesOutcomeUnknown();
  }

  private Problem problem(Throwable failure, Report report) {
    String status =
        "verdigris status"
            + report.opened().map(about -> " " + about.options()).orElse("")
            + " tells what was left and what to do";
    Problem problem =
        failure instanceof VerdigrisException known
            ? known.problem()
            : CliProblems.internal(spec.name(), failure, status);
    // A process that ends may take its own engine along.
    boolean lost =
        problem.exitCode() == ExitCode.INTERNAL || problem.exitCode() == ExitCode.CONNECTION;
    return terminal.interrupts().requested() && lost
        ? CliProblems.interrupted(spec.name(), problem, status)
        : problem;
  }

  private void render(Report report, Optional<? extends Throwable> failure) {
    if (rendered) {
      return;
    }
    rendered = true;
    if (report.problem().isEmpty()) {
      failure.ifPresent(one -> report.failed(problem(one, report)));
    }
    report
        .problem()
        .ifPresent(problem -> terminal.tell(TextReport.problem(problem, terminal.color())));
    if (common.verbose()) {
      failure.ifPresent(one -> one.printStackTrace(terminal.err()));
    }
    if (common.json()) {
      terminal.out().println(JsonReport.render(report));
    } else {
      terminal.out().print(TextReport.render(report));
    }
    terminal.out().flush();
  }
}
