package dev.verdigris;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The texts of what is looked up in green or blue and is not there. */
final class EnvironmentProblems {
  private static final int SHOWN = 10;

  private EnvironmentProblems() {}

  static Problem noRelation(String environment, String name, List<String> known) {
    return Problem.of(
            ExitCode.CONFIGURATION, 241, "CONFIGURATION", environment + " has no relation " + name)
        .detail("relations", list(known))
        .state("nothing was changed")
        .next(
            Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("name it <schema>.<object> as the models do, with production's schema"))
        .build();
  }

  static Problem noSchema(String environment, String name, Collection<String> known) {
    return Problem.of(
            ExitCode.CONFIGURATION, 242, "CONFIGURATION", environment + " has no schema " + name)
        .detail("schemas", list(List.copyOf(known)))
        .state("nothing was changed")
        .next("use one of the schemas of verdigris.yaml")
        .build();
  }

  static Problem noCluster(String environment, String name, Collection<String> known) {
    return Problem.of(
            ExitCode.CONFIGURATION, 243, "CONFIGURATION", environment + " has no cluster " + name)
        .detail("clusters", list(List.copyOf(known)))
        .state("nothing was changed")
        .next("use one of the clusters of verdigris.yaml")
        .build();
  }

  static Problem noSink(String name, List<String> known) {
    return Problem.of(
            ExitCode.CONFIGURATION,
            244,
            "CONFIGURATION",
            "no sink " + name + " reads the deployment")
        .detail("sinks", list(known))
        .state("nothing was changed")
        .next(
            Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("name it <schema>.<sink>"))
        .build();
  }

  static Problem noConnection(String environment, SQLException cause) {
    return Problem.of(
            ExitCode.CONNECTION,
            111,
            "CONNECTION",
            "a connection to " + environment + " could not be set up")
        .detail("cause", String.valueOf(cause.getMessage()))
        .state("nothing was changed")
        .next("mend what the cause says, for example a right, and run again")
        .build();
  }

  private static String list(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
