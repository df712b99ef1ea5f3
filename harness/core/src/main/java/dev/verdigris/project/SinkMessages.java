package dev.verdigris.project;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.SourcePosition;
import dev.verdigris.VerdigrisException;
import java.util.Collection;

/** The texts of what is wrong with a sink's file. */
final class SinkMessages {
  private static final String STATE = "nothing was sent to the server";

  private SinkMessages() {}

  static VerdigrisException secondStatement(SourcePosition place) {
    return at(150, "a sink's file has more than its CREATE SINK", place)
        .state(STATE)
        .next("leave the CREATE SINK, and move the rest to where that is made")
        .exception();
  }

  static VerdigrisException noCluster(SourcePosition place) {
    return at(151, "the sink does not say its cluster", place)
        .detail("because", "where it runs must not depend on the session")
        .state(STATE)
        .next("write IN CLUSTER and a cluster that is not deployed, before FROM")
        .exception();
  }

  static VerdigrisException clusterOfTheDeployment(String cluster, SourcePosition place) {
    return at(152, "the sink would run on cluster \"" + cluster + "\" of the deployment", place)
        .detail("because", "it would swap away with the cluster")
        .state(STATE)
        .next("give it a cluster that is not in \"clusters\"")
        .exception();
  }

  static VerdigrisException fromOutside(
      String read, Collection<String> schemas, SourcePosition place) {
    return at(153, "the sink reads " + read + ", which is not in a deployed schema", place)
        .detail("schemas", String.join(", ", schemas))
        .state(STATE)
        .next("name a model with its schema; a sink of anything else is made once, by hand")
        .exception();
  }

  static VerdigrisException unqualifiedConnection(String name, SourcePosition place) {
    return at(154, "connection " + name + " does not say its schema", place)
        .detail("because", "which one is meant must not depend on the session")
        .state(STATE)
        .next("write <schema>." + name)
        .exception();
  }

  private static Problem.Builder at(int number, String summary, SourcePosition place) {
    return Problem.of(ExitCode.CONFIGURATION, number, "MODEL", summary)
        .detail("where", place.excerpt());
  }
}
