package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.ExitCode;
import dev.verdigris.NextSteps;
import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.Standing;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.RunState.Promotion;
import dev.verdigris.gate.RunState.Status;
import dev.verdigris.gate.RunStateFile;
import java.util.Optional;

/** Writes the state file of the last run, as the JUnit side does. */
final class Journal {
  /** What the file names in place of a deployment class. */
  static final String AUTHOR = "command line";

  private static final String UNKNOWN = "not known: the catalog tells";
  private static final String STATUS = "verdigris status tells what is left to do";

  private final Optional<RunStateFile> file;
  private Phase phase = Phase.INIT;
  private Promotion promotion = Promotion.NOT_BEGUN;

  private Journal(Optional<RunStateFile> file) {
    this.file = file;
  }

  /** The one of a deployment; a command that only reads writes nothing. */
  static Journal of(DeploymentConfig config, boolean reads, Terminal terminal) {
    return new Journal(
        reads
            ? Optional.empty()
            : Optional.of(
                new RunStateFile(
                    BuildFiles.of(config).state(config.deployment()),
                    config.deployment().value(),
                    AUTHOR,
                    problem -> terminal.tell(problem.format()))));
  }

  void begin(Phase begun) {
    phase = begun;
    if (begun == Phase.PROMOTE) {
      promotion = Promotion.BEGUN;
    }
    write(Status.RUNNING, UNKNOWN, STATUS);
  }

  /**
   * The command is over.
   *
   * @param standing where the deployment stands now, if the server tells
   * @param problem what went wrong, if something did
   */
  void end(Optional<Standing> standing, Optional<Problem> problem) {
    if (promotion == Promotion.BEGUN && standing.isPresent()) {
      promotion =
          standing.get().state().kind().inProduction()
              ? Promotion.PROMOTED
              : Promotion.NOT_PROMOTED;
    }
    Status status =
        problem.filter(one -> one.exitCode() == ExitCode.INTERRUPTED).isPresent()
            ? Status.INTERRUPTED
            : Status.ENDED;
    String state =
        problem
            .flatMap(one -> one.detail("state"))
            .or(() -> standing.map(one -> one.state().kind().label() + ": " + one.state().reason()))
            .orElse(UNKNOWN);
    String next =
        problem
            .flatMap(one -> one.detail("next"))
            .or(() -> standing.map(Standing::next).map(NextSteps::text))
            .orElse(STATUS);
    write(status, state, next);
  }

  private void write(Status status, String state, String next) {
    file.ifPresent(one -> one.write(status, phase.label(), promotion, state, next));
  }
}
