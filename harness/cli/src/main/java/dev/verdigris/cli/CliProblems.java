package dev.verdigris.cli;

import dev.verdigris.DeploymentName;
import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.time.Duration;

/** The texts of the command line itself: numbers 800 to 819. */
final class CliProblems {
  private static final String NOTHING_SENT = "nothing was sent";

  private CliProblems() {}

  static Problem unknownArgument(String command, String argument, String meant) {
    String what = argument.startsWith("-") ? "option " : "command or argument ";
    Problem.Builder problem =
        Problem.of(ExitCode.CONFIGURATION, 801, "USAGE", "unknown " + what + argument);
    problem.state(NOTHING_SENT);
    return problem
        .next(
            meant.isEmpty()
                ? command + " --help lists what there is"
                : "did you mean " + meant + "?")
        .build();
  }

  static Problem usage(String command, String message) {
    return Problem.of(ExitCode.CONFIGURATION, 802, "USAGE", message)
        .state(NOTHING_SENT)
        .next(command + " --help lists what there is")
        .build();
  }

  static Problem secret(String argument) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            803,
            "USAGE",
            "a secret does not belong into a flag: " + argument)
        .detail("because", "the command line of a process can be read by every user of its machine")
        .state(NOTHING_SENT)
        .next("set VERDIGRIS_PASSWORD or PGPASSWORD, or write it into ~/.pgpass")
        .build();
  }

  static Problem noAssignment() {
    return Problem.of(ExitCode.CONFIGURATION, 804, "USAGE", "--set takes <key>=<value>")
        .state(NOTHING_SENT)
        .next("for example: --set await.timeout=5m")
        .build();
  }

  static Problem unknownKey(String key, String nearest) {
    return Problem.of(
            ExitCode.CONFIGURATION, 805, "USAGE", "--set: verdigris.yaml has no key " + key)
        .state(NOTHING_SENT)
        .next(
            nearest.isEmpty()
                ? "docs/configuration.md lists the keys"
                : "did you mean " + nearest + "?")
        .build();
  }

  /** The configuration relies on what only a build can do. */
  static Problem withoutSmoke(DeploymentName deployment) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            806,
            "CONFIGURATION",
            "promote.on_smoke_failure is rollback, and the command line runs no smoke validations")
        .detail(
            "because",
            "they are JUnit tests: production would go unchecked, and nothing would roll back")
        .state("nothing was sent; deployment " + deployment + " is not promoted")
        .next(
            "promote by the build: mvn verify -Pdeploy; or say that it is meant: verdigris promote"
                + " --without-smoke")
        .build();
  }

  static Problem noHistory(String source, String key) {
    return Problem.of(ExitCode.CONFIGURATION, 807, "USAGE", "no history is kept in a " + source)
        .state(NOTHING_SENT)
        .next("name one in verdigris.yaml: " + key + "; what was not written down cannot be told")
        .build();
  }

  static Problem interrupted(String command, Problem cause, String next) {
    return Problem.of(ExitCode.INTERRUPTED, 801, "INTERRUPTED", command + " was interrupted")
        .detail("cause", cause.code() + " " + cause.summary())
        .state(cause.detail("state").orElse("not known: the catalog tells"))
        .next(next)
        .build();
  }

  static Problem notStopped(String command, Duration waited) {
    return Problem.of(
            ExitCode.INTERRUPTED,
            802,
            "INTERRUPTED",
            command + " did not come to a stop within " + Durations.text(waited))
        .state("not known: the catalog tells")
        .next("verdigris status tells what was left and what to do")
        .build();
  }

  /** A defect of ours. */
  static Problem internal(String command, Throwable cause, String next) {
    return Problem.of(
            ExitCode.INTERNAL,
            801,
            "INTERNAL",
            command + " ended with " + cause.getClass().getSimpleName() + ": a defect of Verdigris")
        .detail("cause", String.valueOf(cause.getMessage()))
        .state("not known: the catalog tells")
        .next(
            next
                + "\nplease report it, with this message and what the same command with --verbose"
                + " prints")
        .build();
  }
}
