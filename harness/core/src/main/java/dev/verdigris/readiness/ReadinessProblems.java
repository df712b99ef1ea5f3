package dev.verdigris.readiness;

import dev.verdigris.DeploymentName;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.time.Duration;
import java.util.List;

/** The texts of why green is not ready. */
final class ReadinessProblems {
  private static final String STATE = "nothing was promoted; green stays up";

  private ReadinessProblems() {}

  static Problem late(DeploymentName deployment, Duration timeout, List<String> pending) {
    return Problem.of(
            ExitCode.NOT_READY,
            101,
            "NOT READY",
            "green of deployment "
                + deployment
                + " was not ready within "
                + timeout.toSeconds()
                + " s: "
                + pending.size()
                + (pending.size() == 1 ? " object is" : " objects are")
                + " pending")
        .detail("pending", String.join("\n", pending))
        .state(STATE)
        .next("run again to wait longer, or raise await.timeout in verdigris.yaml")
        .build();
  }

  static Problem noReplicas(String object, String cluster) {
    return Problem.of(
            ExitCode.NOT_READY,
            102,
            "NOT READY",
            "cluster \"" + cluster + "\" has no replicas, so that " + object + " never hydrates")
        .state(STATE)
        .next("give it a replica: ALTER CLUSTER \"" + cluster + "\" SET (REPLICATION FACTOR = 1)")
        .build();
  }

  static Problem noCluster(String object, String clusterId) {
    return Problem.of(
            ExitCode.NOT_READY,
            104,
            "NOT READY",
            "the cluster of " + object + " is gone (" + clusterId + ")")
        .state(STATE)
        .next("clean the deployment up and deploy again")
        .build();
  }

  static Problem dataIsAnError(List<String> errors) {
    return Problem.of(
            ExitCode.NOT_READY,
            103,
            "NOT READY",
            "green is hydrated, and "
                + errors.size()
                + (errors.size() == 1 ? " relation" : " relations")
                + " cannot be read")
        .detail("errors", String.join("\n", errors))
        .state(STATE)
        .next("mend the models or their owner's rights and run again")
        .build();
  }
}
