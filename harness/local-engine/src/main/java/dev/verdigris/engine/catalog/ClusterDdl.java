package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement.ClusterReset;
import dev.verdigris.engine.sql.AlterStatement.ClusterSet;
import dev.verdigris.engine.sql.CreateStatement.CreateCluster;
import dev.verdigris.engine.sql.Option;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code CREATE CLUSTER} and {@code ALTER CLUSTER … SET} and {@code RESET}. */
final class ClusterDdl {
  private static final int REPLICATION_FACTOR = 1;

  private final Change change;

  ClusterDdl(Change change) {
    this.change = change;
  }

  String run(CreateCluster statement) {
    String name = statement.name().value();
    ClusterOptions options = new ClusterOptions(statement.options());
    Optional<List<Option.Replica>> replicas = options.replicas();
    boolean managed = options.managed().orElse(replicas.isEmpty());
    Cluster.Managed configuration = managed ? configuration(options) : null;
    if (!managed) {
      options.requireNoneOfManaged(replicas.isPresent());
    }
    if (DdlErrors.isReserved(name)) {
      throw DdlErrors.reservedCluster(name);
    }
    change.rights.require(Privilege.CREATECLUSTER, Owned.SYSTEM);
    if (change.base.cluster(name).isPresent()) {
      throw DdlErrors.clusterExists(name);
    }
    Cluster cluster = put(name, configuration);
    ReplicaDdl replicaDdl = new ReplicaDdl(change);
    if (configuration != null) {
      replicaDdl.scale(cluster, List.of(), configuration);
    }
    replicas.ifPresent(list -> list.forEach(replica -> replicaDdl.create(cluster, replica)));
    return "CREATE CLUSTER";
  }

  private Cluster put(String name, Cluster.@Nullable Managed configuration) {
    ClusterId id = change.newCluster();
    RoleId owner = change.owner();
    Acl privileges = new NewObjectRights(change).on(ObjectType.CLUSTER, owner, null, null);
    Cluster cluster = new Cluster(id, name, owner, privileges, configuration);
    change.next.put(cluster);
    change.audit("create", ObjectType.CLUSTER, "id", id.value(), "name", name);
    change.touch();
    return cluster;
  }

  private static Cluster.Managed configuration(ClusterOptions options) {
    Cluster.Managed standard =
        new Cluster.Managed("", REPLICATION_FACTOR, false, ClusterOptions.DEFAULT_INTERVAL);
    Cluster.Managed configuration = options.applyTo(standard);
    if (configuration.size().isEmpty()) {
      throw SqlException.internal("SIZE must be specified for managed clusters");
    }
    return configuration;
  }

  String run(ClusterSet statement) {
    Optional<Cluster> found = find(statement.name().value(), statement.ifExists());
    if (found.isPresent()) {
      set(found.get(), new ClusterOptions(statement.options()));
    }
    return "ALTER CLUSTER";
  }

  private void set(Cluster cluster, ClusterOptions options) {
    Cluster.Managed before = cluster.managed();
    boolean managed = options.managed().orElse(before != null);
    if (!managed) {
      options.requireNoneOfManaged(true);
      change.rights.requireOwner(Owned.cluster(cluster.id()));
      reconfigure(cluster, null);
      return;
    }
    List<Replica> replicas = change.base.replicas(cluster.id());
    Cluster.Managed from = before != null ? before : ofReplicas(replicas);
    Cluster.Managed after = options.applyTo(from);
    change.rights.requireOwner(Owned.cluster(cluster.id()));
    reconfigure(cluster, after);
    new ReplicaDdl(change).scale(cluster, replicas, after);
  }

  private static Cluster.Managed ofReplicas(List<Replica> replicas) {
    List<String> sizes = replicas.stream().map(Replica::size).distinct().sorted().toList();
    if (sizes.size() > 1) {
      throw SqlException.internal(
          "Cannot convert unmanaged cluster to managed, non-unique replica sizes: "
              + String.join(", ", sizes));
    }
    if (sizes.isEmpty()) {
      throw SqlException.internal("SIZE must be specified for managed clusters");
    }
    return new Cluster.Managed(
        sizes.get(0), replicas.size(), false, ClusterOptions.DEFAULT_INTERVAL);
  }

  String run(ClusterReset statement) {
    Optional<Cluster> found = find(statement.name().value(), statement.ifExists());
    if (found.isEmpty()) {
      return "ALTER CLUSTER";
    }
    Cluster cluster = found.get();
    Cluster.Managed configuration = cluster.managed();
    for (String option : statement.options()) {
      if (configuration == null) {
        throw SqlException.internal(option + " not supported for unmanaged clusters");
      }
      configuration = reset(configuration, option);
    }
    change.rights.requireOwner(Owned.cluster(cluster.id()));
    reconfigure(cluster, configuration);
    if (configuration != null) {
      new ReplicaDdl(change).scale(cluster, change.base.replicas(cluster.id()), configuration);
    }
    return "ALTER CLUSTER";
  }

  private static Cluster.Managed reset(Cluster.Managed before, String option) {
    return switch (option) {
      case "REPLICATION FACTOR" ->
          new Cluster.Managed(
              before.size(),
              REPLICATION_FACTOR,
              before.introspectionDebugging(),
              before.introspectionInterval());
      case "INTROSPECTION DEBUGGING" ->
          new Cluster.Managed(
              before.size(), before.replicationFactor(), false, before.introspectionInterval());
      case "INTROSPECTION INTERVAL" ->
          new Cluster.Managed(
              before.size(),
              before.replicationFactor(),
              before.introspectionDebugging(),
              ClusterOptions.DEFAULT_INTERVAL);
      case "SIZE" -> throw SqlException.internal("SIZE has no default value");
      case "SCHEDULE" -> before;
      default -> throw SqlException.unsupported("RESET of the cluster option " + option);
    };
  }

  private Optional<Cluster> find(String name, boolean ifExists) {
    Optional<Cluster> found = change.base.cluster(name);
    if (found.isEmpty()) {
      if (!ifExists) {
        throw CatalogErrors.unknownCluster(name);
      }
      change.skipMissing(ObjectType.CLUSTER, name);
    }
    return found;
  }

  private void reconfigure(Cluster cluster, Cluster.@Nullable Managed configuration) {
    change.next.put(cluster.withManaged(configuration));
    change.audit("alter", ObjectType.CLUSTER, "id", cluster.id().value(), "name", cluster.name());
    change.touch();
  }
}
