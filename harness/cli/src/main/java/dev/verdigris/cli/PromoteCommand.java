package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.FollowUp;
import dev.verdigris.Phase;
import dev.verdigris.Standing;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The phase promote, with the verdict that a build wrote. */
@Command(
    name = "promote",
    description =
        "Swaps green into production in one transaction and cuts the sinks over, if the verdict"
            + " says so and still fits. Smoke validations are tests: only the build runs them, and"
            + " where one that fails is to roll back, this asks for --without-smoke.")
final class PromoteCommand extends PhaseCommand {
  @Option(
      names = "--verdict",
      paramLabel = "FILE",
      description =
          "What mvn verify wrote. Default, beside the configuration:"
              + " target/verdigris-verdicts/NAME.json")
  private @Nullable String verdict;

  @Option(
      names = "--commit",
      paramLabel = "COMMIT",
      description = "Promotes only a verdict on this commit, seven digits or more.")
  private @Nullable String commit;

  @Option(
      names = "--without-smoke",
      description =
          "Promotes although the configuration wants a failing smoke validation to roll back:"
              + " nothing rolls back by itself then.")
  private boolean withoutSmoke;

  PromoteCommand(Terminal terminal) {
    super(terminal, Phase.PROMOTE);
  }

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(super.settings());
    if (commit != null) {
      settings.put("verdigris.commit", commit);
    }
    return settings;
  }

  @Override
  void execute(DeploymentRun run, Report report, Journal journal) {
    if (run.config().dryRun()) {
      requireSmoke(run);
      run.refusal(verdict(run.config()))
          .ifPresent(
              problem -> {
                throw problem.exception();
              });
      preview(
          run,
          report,
          run.config().promote().keepBlue()
              ? List.of(Phase.PROMOTE)
              : List.of(Phase.PROMOTE, Phase.CLEANUP));
      return;
    }
    super.execute(run, report, journal);
    if (report.sentSomething(Phase.PROMOTE)) {
      report.remark(
          "smoke validations, where the deployment has some, were not run: mvn verify -Pdeploy runs"
              + " them on what was promoted");
    }
    if (!run.config().promote().keepBlue()) {
      Standing promoted = run.standing();
      journal.begin(Phase.CLEANUP);
      try {
        run.cleanup();
      } catch (VerdigrisException failed) {
        throw FollowUp.cleanupLeft(
            failed,
            promoted.state().kind().label() + ": " + promoted.state().reason(),
            promoted.next().text());
      }
    }
  }

  @Override
  void perform(DeploymentRun run) {
    requireSmoke(run);
    run.promote(verdict(run.config()));
  }

  /** A promotion that has happened is finished all the same: its sinks wait. */
  private void requireSmoke(DeploymentRun run) {
    boolean wanted = run.config().promote().rollsBackOnSmokeFailure();
    if (wanted && !withoutSmoke && !run.state().kind().inProduction()) {
      throw CliProblems.withoutSmoke(run.config().deployment()).exception();
    }
  }

  private Supplier<Verdict> verdict(DeploymentConfig config) {
    return () ->
        Verdict.read(
            verdict == null
                ? BuildFiles.of(config).verdict(config.deployment())
                : terminal().directory().resolve(verdict));
  }
}
