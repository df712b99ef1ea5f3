package dev.verdigris;

import java.util.List;

/** The texts of why there is no server. */
final class ServerProblems {
  private ServerProblems() {}

  static Problem none() {
    return Problem.of(
            ExitCode.CONFIGURATION,
            251,
            "CONFIGURATION",
            "no server is configured and no local engine is on the class path")
        .state("nothing was sent")
        .next(
            "add the dependency dev.verdigris:verdigris-local-engine, or name a Materialize with"
                + " -Dverdigris.url=jdbc:postgresql://...")
        .build();
  }

  static Problem several(List<String> names) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            252,
            "CONFIGURATION",
            "several local engines are on the class path")
        .detail("found", String.join(", ", names))
        .state("nothing was sent")
        .next("keep one of them, or name a Materialize with -Dverdigris.url=jdbc:postgresql://...")
        .build();
  }
}
