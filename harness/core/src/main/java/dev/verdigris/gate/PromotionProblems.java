package dev.verdigris.gate;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.Server;
import java.nio.file.Path;
import java.util.List;

/** The texts about records of promotions: numbers 340 to 349. */
final class PromotionProblems {
  private PromotionProblems() {}

  static Problem notWritten(PromotionRecord record, Path file, Exception cause) {
    return Problem.of(
            ExitCode.FOLLOW_UP,
            340,
            "FOLLOW-UP FAILED",
            "deployment " + record.deployment() + " is promoted, and its record cannot be written")
        .detail("file", file.toString())
        .detail("cause", String.valueOf(cause))
        .state("deployment " + record.deployment() + " is promoted")
        .next("make the directory writable and run the same command again: it changes nothing else")
        .build();
  }

  static Problem unreadable(Path file, Exception cause) {
    return Problem.of(
            ExitCode.CONFIGURATION, 340, "CONFIGURATION", "a record of promotion cannot be read")
        .detail("file", file.toString())
        .detail("cause", String.valueOf(cause.getMessage()))
        .state("nothing was changed")
        .next("delete the file and promote again: mvn verify -Pdeploy")
        .build();
  }

  static Problem notAnswered(PromotionRecord record, Server server, Exception cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            340,
            "CONNECTION",
            "the server does not say whether deployment "
                + record.deployment()
                + " is in production")
        .detail("server", server.description())
        .detail("cause", String.valueOf(cause.getMessage()))
        .state("this build promoted it at " + record.promotedAt())
        .next("run mvn verify -Pdeploy again: what is promoted stays promoted")
        .build();
  }

  static Problem notInProduction(PromotionRecord record, List<String> differences) {
    return Problem.of(
            ExitCode.CONFLICT,
            340,
            "CONFLICT",
            "production is no longer what this build promoted as deployment " + record.deployment())
        .detail("changed", String.join("\n", differences))
        .state("this build changed nothing since its promotion at " + record.promotedAt())
        .next("see who deployed or rolled back since, then run mvn verify -Pdeploy again")
        .build();
  }
}
