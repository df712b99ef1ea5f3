package dev.verdigris;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The texts of phases that are called where they cannot be. */
final class PhaseProblems {
  private PhaseProblems() {}

  static Problem dryRun(Phase phase) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            261,
            "CONFIGURATION",
            phase.label() + " was called in a dry run")
        .state("nothing was sent")
        .next("ask for the dry run's text instead, or leave -Dverdigris.dryRun out")
        .build();
  }

  /** A defect of ours. */
  static Problem defect(Phase phase, Throwable cause) {
    return Problem.of(
            ExitCode.INTERNAL,
            820,
            "INTERNAL",
            phase.label() + " ended with " + cause.getClass().getSimpleName())
        .detail("cause", String.valueOf(cause.getMessage()))
        .state("not known: the catalog tells")
        .next("run again: it goes on from what the catalog shows; and please report it")
        .build();
  }

  static Problem unprovenKeys(List<String> sinks) {
    return Problem.of(
            ExitCode.CONFLICT,
            262,
            "CONFLICT",
            "a sink's key is not provably unique in green: its ALTER SINK would be refused")
        .detail("sinks", String.join("\n", sinks))
        .state("nothing was promoted; green stays up")
        .next("make the key provable, for example by GROUP BY or DISTINCT ON, and run again")
        .build();
  }

  static Problem uncheckedKeys(List<String> sinks) {
    return Problem.of(
            ExitCode.CONFLICT,
            780,
            "CONFLICT",
            "a sink is to be reconciled, and nothing tells whether its key is provably unique")
        .detail("sinks", String.join("\n", sinks))
        .detail(
            "because",
            "the transition shows one row a key: it would hide rows that share one, and the sink"
                + " could not leave it")
        .state("nothing was promoted; green stays up")
        .next(
            "resolve what the server says and run again; or decide for cutover: plain in"
                + " verdigris.yaml")
        .build();
  }

  static Problem topicsDiffer(Phase phase, List<String> sinks, String state) {
    return Problem.of(
            ExitCode.FOLLOW_UP,
            751,
            "UNFINISHED",
            (phase == Phase.ROLLBACK ? "rolled back" : "promoted")
                + ", but "
                + (sinks.size() == 1
                    ? "the topic of a reconciled sink differs"
                    : "the topics of " + sinks.size() + " reconciled sinks differ")
                + " from what "
                + (sinks.size() == 1 ? "it reads" : "they read"))
        .detail("sinks", String.join("\n", sinks))
        .detail(
            "because",
            "a cutover sends what changes with it; what the topic held otherwise before, for"
                + " example of a plain cutover, stays until such a key changes")
        .state(state)
        .next(
            "change each such key, so that it is sent anew: the next run compares again;\n"
                + "or decide for cutover: plain in verdigris.yaml, which asks for nothing")
        .build();
  }

  static Problem notBaked(DeploymentName deployment, Instant since, Instant over) {
    return Problem.of(
            ExitCode.CONFLICT,
            554,
            "CONFLICT",
            "the bake time of deployment " + deployment + " is not over before " + over)
        .detail("promoted", since.toString())
        .state("nothing was changed; the old environment stands, and rollback goes back to it")
        .next("wait, or clean up all the same: verdigris cleanup --now, or -Dverdigris.cleanup.now")
        .build();
  }

  static Problem bakeTimeUnknown(DeploymentName deployment, Duration bakeTime) {
    return Problem.of(
            ExitCode.CONFLICT,
            555,
            "CONFLICT",
            "nothing tells when deployment "
                + deployment
                + " was promoted, so its bake time may not be over")
        .detail("bake time", Durations.text(bakeTime))
        .detail("reason", "the server's audit log has no swap of its schema any more")
        .state("nothing was changed; the old environment stands, and rollback goes back to it")
        .next("clean up all the same: verdigris cleanup --now, or -Dverdigris.cleanup.now")
        .build();
  }

  static Problem notBuilt(DeploymentName deployment, String state) {
    return Problem.of(
            ExitCode.CONFLICT,
            261,
            "CONFLICT",
            "deployment " + deployment + " has no complete green to wait for")
        .state(state)
        .next("run init and run first")
        .build();
  }
}
