package dev.verdigris.history;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.history.PhaseRecord.Renamed;
import dev.verdigris.plan.DeploymentState;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.SwapStep;
import java.util.List;
import java.util.Optional;

/** What a swap's transaction renames, by the ids of the snapshot before it. */
final class Renames {
  private static final String SCHEMA = "schema";
  private static final String CLUSTER = "cluster";

  private Renames() {}

  static List<Renamed> of(SwapStep step, Snapshot before) {
    if (step instanceof SwapStep.OfSchemas swap) {
      return List.of(
          schema(before, swap.name(), swap.other()), schema(before, swap.other(), swap.name()));
    }
    if (step instanceof SwapStep.OfClusters swap) {
      return List.of(
          cluster(before, swap.name(), swap.other()), cluster(before, swap.other(), swap.name()));
    }
    if (step instanceof SwapStep.RenameSchema rename) {
      return List.of(schema(before, rename.name(), rename.to()));
    }
    if (step instanceof SwapStep.RenameCluster rename) {
      return List.of(cluster(before, rename.name(), rename.to()));
    }
    // A kind of step that is new here: a history that tells less is no reason to fail a swap.
    return List.of();
  }

  /**
   * Whether a phase finds its swap done: it was run again, or an earlier run did not live to tell.
   */
  static boolean areBehind(Phase phase, Situation situation) {
    DeploymentState.Kind kind = situation.state().kind();
    return switch (phase) {
      case PROMOTE -> kind.inProduction();
      case ROLLBACK -> kind == DeploymentState.Kind.ROLLED_BACK;
      default -> false;
    };
  }

  /** What carries production's names, without saying what it was called before. */
  static List<Renamed> carried(Situation situation) {
    return situation.units().stream()
        .flatMap(
            unit ->
                unit.production().stream()
                    .map(holder -> new Renamed(unit.kind().label(), holder.id(), "", unit.of())))
        .toList();
  }

  private static Renamed schema(Snapshot before, String from, String to) {
    Optional<Schema> schema = before.schemaNamed(from);
    return new Renamed(SCHEMA, schema.map(Schema::id).orElse(""), from, to);
  }

  private static Renamed cluster(Snapshot before, String from, String to) {
    Optional<Cluster> cluster = before.clusterNamed(from);
    return new Renamed(CLUSTER, cluster.map(Cluster::id).orElse(""), from, to);
  }
}
