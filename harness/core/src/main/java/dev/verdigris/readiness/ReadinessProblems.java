package dev.verdigris.readiness;

import dev.verdigris.DeploymentName;
import dev.verdigris.Durations;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The texts of why green is not ready; each ends with the state that was left. */
final class ReadinessProblems {
  private static final int SHOWN = 5;

  private ReadinessProblems() {}

  static Problem late(
      DeploymentName deployment, Duration timeout, List<String> pending, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            101,
            "NOT READY",
            "green of deployment "
                + deployment
                + " was not ready within "
                + Durations.text(timeout)
                + ": "
                + pending.size()
                + (pending.size() == 1 ? " object is" : " objects are")
                + " pending")
        .detail("pending", limited(pending))
        .state(state)
        .next("run again to wait longer, or raise await.timeout in verdigris.yaml")
        .build();
  }

  static Problem unsteady(
      DeploymentName deployment, Duration timeout, Duration stableFor, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            433,
            "NOT READY",
            "green of deployment "
                + deployment
                + " was ready, but never for "
                + Durations.text(stableFor)
                + ", within "
                + Durations.text(timeout))
        .state(state)
        .next("see what restarts its replicas or its lag; or lower await.stable_for")
        .build();
  }

  /** It had been ready, since it was validated. */
  static Problem noLonger(DeploymentName deployment, List<String> pending, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            430,
            "NOT READY",
            "green of deployment "
                + deployment
                + " was ready and is not any more: "
                + pending.size()
                + (pending.size() == 1 ? " object is" : " objects are")
                + " pending")
        .detail("pending", limited(pending))
        .state(state)
        .next("wait until it is ready again, then promote again; the verdict still counts")
        .build();
  }

  static Problem killed(List<String> kills, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            431,
            "NOT READY",
            "a replica of green runs out of memory again and again")
        .detail("killed", limited(kills))
        .state(state)
        .next("give the cluster a larger size, or let the models need less memory; run again")
        .build();
  }

  static Problem sourceStands(List<String> sources, String state) {
    return Problem.of(
            ExitCode.NOT_READY, 432, "NOT READY", "a source that green reads does not run")
        .detail("sources", limited(sources))
        .state(state)
        .next("mend the source, then run again")
        .build();
  }

  static Problem noReplicas(String object, String cluster, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            102,
            "NOT READY",
            "cluster \"" + cluster + "\" has no replicas, so that " + object + " never hydrates")
        .state(state)
        .next(
            "give it a replica and run again: ALTER CLUSTER \""
                + cluster
                + "\" SET (REPLICATION FACTOR = 1)")
        .build();
  }

  static Problem noCluster(String object, String clusterId, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            104,
            "NOT READY",
            "the cluster of " + object + " is gone (" + clusterId + ")")
        .state(state)
        .next("clean the deployment up (verdigris cleanup) and deploy again")
        .build();
  }

  static Problem lost(List<String> objects, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            570,
            "NOT READY",
            objects.size()
                + (objects.size() == 1 ? " object" : " objects")
                + " of green went away while they were waited for")
        .detail("gone", limited(objects))
        .state(state)
        .next("see who dropped them (mz_catalog.mz_audit_events); verdigris run makes them anew")
        .build();
  }

  static Problem dataIsAnError(List<String> errors, String state) {
    return Problem.of(
            ExitCode.NOT_READY,
            103,
            "NOT READY",
            "green is hydrated, and "
                + errors.size()
                + (errors.size() == 1 ? " relation" : " relations")
                + " cannot be read")
        .detail("errors", limited(errors))
        .state(state)
        .next("mend the models or their owner's rights and run again")
        .build();
  }

  private static String limited(List<String> lines) {
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) {
      shown.add("and " + (lines.size() - SHOWN) + " more");
    }
    return String.join("\n", shown);
  }
}
