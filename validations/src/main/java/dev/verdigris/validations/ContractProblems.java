package dev.verdigris.validations;

import dev.verdigris.ExitCode;
import dev.verdigris.Nearest;
import dev.verdigris.Problem;
import java.util.Collection;

/** The texts of contract files that cannot be read. */
final class ContractProblems {
  private static final String NEXT =
      "write it as docs/validations.md shows: consumer, owner, relations, columns with types";

  private ContractProblems() {}

  static Problem malformed(String file, String what) {
    return Problem.of(ExitCode.CONFIGURATION, 861, "CONFIGURATION", file + " is no contract")
        .detail("cause", what)
        .state("nothing was promoted; green stays up")
        .next(NEXT)
        .build();
  }

  static Problem unknownKey(String file, String key, Collection<String> known) {
    return malformed(
        file,
        "unknown key "
            + key
            + Nearest.to(key, known).map(near -> ", did you mean " + near + "?").orElse(""));
  }

  static Problem none(String directory) {
    return Problem.of(
            ExitCode.CONFIGURATION, 862, "CONFIGURATION", directory + " holds no contract")
        .state("nothing was promoted; green stays up")
        .next("commit a .yaml file there, or remove the class that looks for some")
        .build();
  }

  static Problem noSinks() {
    return Problem.of(ExitCode.CONFIGURATION, 863, "CONFIGURATION", "no sink reads the deployment")
        .state("nothing was promoted; green stays up")
        .next("remove the class that asserts on sinks, or name the schema that they read")
        .build();
  }
}
