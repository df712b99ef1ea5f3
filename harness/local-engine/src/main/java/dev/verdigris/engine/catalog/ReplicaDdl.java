package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CreateStatement.CreateClusterReplica;
import dev.verdigris.engine.sql.Option;
import java.util.List;

/**
 * Replicas: made by hand on unmanaged clusters, by the cluster's size and factor on managed ones.
 */
final class ReplicaDdl {
  private final Change change;

  ReplicaDdl(Change change) {
    this.change = change;
  }

  String run(CreateClusterReplica statement) {
    Cluster cluster = change.base.resolveCluster(statement.cluster().value());
    String size = size(statement.options());
    if (cluster.managed() != null) {
      throw SqlException.internal("cannot modify managed cluster " + cluster.name());
    }
    change.rights.requireOwner(Owned.cluster(cluster.id()));
    create(cluster, statement.name().value(), size);
    return "CREATE CLUSTER REPLICA";
  }

  void create(Cluster cluster, Option.Replica replica) {
    create(cluster, replica.name().value(), size(replica.options()));
  }

  /** Gives a managed cluster the replicas of its configuration. */
  void scale(Cluster cluster, List<Replica> present, Cluster.Managed configuration) {
    int wanted = configuration.replicationFactor();
    int most = change.session.maximumReplicas();
    if (wanted > most) {
      throw SqlException.of(
              "53000",
              "creating cluster replica would violate max_replicas_per_cluster limit (desired: "
                  + wanted
                  + ", limit: "
                  + most
                  + ", current: "
                  + present.size()
                  + ")")
          .withHint(
              "Drop an existing cluster replica or contact support to request a limit"
                  + " increase.");
    }
    int kept = 0;
    for (Replica replica : present) {
      if (kept < wanted && replica.size().equals(configuration.size())) {
        kept++;
      } else {
        drop(cluster, replica);
      }
    }
    for (int number = 1; kept < wanted; number++) {
      String name = "r" + number;
      if (!taken(cluster, name)) {
        create(cluster, name, configuration.size());
        kept++;
      }
    }
  }

  void drop(Cluster cluster, Replica replica) {
    change.next.replicas.remove(replica.id());
    change
        .next
        .comments
        .keySet()
        .removeIf(
            key ->
                key.type() == ObjectType.CLUSTER_REPLICA && key.id().equals(replica.id().value()));
    change.audit(
        "drop",
        ObjectType.CLUSTER_REPLICA,
        "cluster_id",
        cluster.id().value(),
        "cluster_name",
        cluster.name(),
        "replica_id",
        replica.id().value(),
        "replica_name",
        replica.name());
    change.touch();
  }

  private void create(Cluster cluster, String name, String size) {
    if (taken(cluster, name)) {
      throw SqlException.internal(
          "cannot create multiple replicas named '"
              + name
              + "' on cluster '"
              + cluster.name()
              + "'");
    }
    ReplicaId id = change.newReplica();
    change.next.put(new Replica(id, cluster.id(), name, size, cluster.owner()));
    change.audit(
        "create",
        ObjectType.CLUSTER_REPLICA,
        "cluster_id",
        cluster.id().value(),
        "cluster_name",
        cluster.name(),
        "logical_size",
        size,
        "replica_id",
        id.value(),
        "replica_name",
        name);
    change.touch();
  }

  private boolean taken(Cluster cluster, String name) {
    return change.next.replicas.values().stream()
        .anyMatch(r -> r.cluster().equals(cluster.id()) && r.name().equals(name));
  }

  private static String size(List<Option> options) {
    String size =
        new Options(options)
            .string("SIZE")
            .orElseThrow(() -> SqlException.internal("SIZE option must be specified"));
    ClusterOptions.checkSize(size);
    return size;
  }
}
