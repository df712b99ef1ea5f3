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
            + " says so and still fits. Smoke validations are tests: only the build runs them.")
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
      run.refusal(verdict(run.config()))
          .ifPresent(
              problem -> {
                throw problem.exception();
              });
      report.planned(
          run.plans(
              run.config().promote().keepBlue()
                  ? List.of(Phase.PROMOTE)
                  : List.of(Phase.PROMOTE, Phase.CLEANUP)));
      return;
    }
    super.execute(run, report, journal);
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
    run.promote(verdict(run.config()));
  }

  private Supplier<Verdict> verdict(DeploymentConfig config) {
    return () ->
        Verdict.read(
            verdict == null
                ? BuildFiles.of(config).verdict(config.deployment())
                : terminal().directory().resolve(verdict));
  }
}
