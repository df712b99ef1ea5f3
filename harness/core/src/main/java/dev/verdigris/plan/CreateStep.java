package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.GreenStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A step that creates something. */
public sealed interface CreateStep extends Step {
  /** What the id of a thing begins with that a plan only would create. */
  String NEW = "new:";

  /** Whether an id is of something that a plan only would create. */
  static boolean isNew(String id) {
    return id.startsWith(NEW);
  }

  @Override
  default String verb() {
    return "create";
  }

  /**
   * Creates a schema.
   *
   * @param database its database
   * @param name its name
   */
  record OfSchema(String database, String name) implements CreateStep {
    @Override
    public String sql() {
      return "CREATE SCHEMA " + Identifiers.qualified(database, name);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return snapshot.with(
          new Schema(NEW + name, database, name, snapshot.role(), new TreeSet<>(), ""));
    }
  }

  /**
   * Creates a cluster as another one is.
   *
   * @param name its name
   * @param options how it is made
   * @param replicas the replicas of an unmanaged cluster; empty for a managed one
   */
  record OfCluster(String name, ClusterOptions options, List<Replica> replicas)
      implements CreateStep {
    /** Makes the list immutable. */
    public OfCluster {
      replicas = List.copyOf(replicas);
    }

    @Override
    public String sql() {
      String head = "CREATE CLUSTER " + Identifiers.quote(name);
      return options.managed()
          ? head + " (" + managed() + ")"
          : head
              + replicas.stream()
                  .map(OfCluster::replica)
                  .collect(Collectors.joining(", ", " REPLICAS (", ")"));
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      List<Replica> made = new ArrayList<>(replicas);
      for (int i = 1; options.managed() && i <= options.replicationFactor(); i++) {
        made.add(new Replica(NEW + name + ".r" + i, "r" + i, options.size(), ""));
      }
      return snapshot.with(
          new Cluster(NEW + name, name, snapshot.role(), new TreeSet<>(), "", options, made));
    }

    private String managed() {
      List<String> parts = new ArrayList<>();
      parts.add("SIZE = " + Identifiers.literal(options.size()));
      parts.add("REPLICATION FACTOR = " + options.replicationFactor());
      if (!options.availabilityZones().isEmpty()) {
        parts.add(
            options.availabilityZones().stream()
                .map(Identifiers::literal)
                .collect(Collectors.joining(", ", "AVAILABILITY ZONES = (", ")")));
      }
      if (options.introspectionDebugging()) {
        parts.add("INTROSPECTION DEBUGGING = true");
      }
      if (options.introspectionInterval().isEmpty()) {
        parts.add("INTROSPECTION INTERVAL = 0");
      } else if (!options.introspectionInterval().equals(ClusterOptions.DEFAULT_INTERVAL)) {
        parts.add(
            "INTROSPECTION INTERVAL = " + Identifiers.literal(options.introspectionInterval()));
      }
      if (options.schedule().equals("on-refresh")) {
        parts.add("SCHEDULE = ON REFRESH");
      }
      return String.join(", ", parts);
    }

    private static String replica(Replica replica) {
      String zone =
          replica.availabilityZone().isEmpty()
              ? ""
              : ", AVAILABILITY ZONE = " + Identifiers.literal(replica.availabilityZone());
      return Identifiers.quote(replica.name())
          + " (SIZE = "
          + Identifiers.literal(replica.size())
          + zone
          + ")";
    }
  }

  /**
   * Creates a view or a materialized view.
   *
   * @param target the new object
   * @param statement the model's statement with green's names
   * @param cluster the name of the cluster it runs on; empty for a view
   * @param reads names of the green objects that it reads
   */
  record OfObject(
      Target.OfItem target, GreenStatement statement, String cluster, Set<Target.OfItem> reads)
      implements CreateStep {
    /** Makes the set immutable. */
    public OfObject {
      reads = Set.copyOf(reads);
    }

    @Override
    public String sql() {
      return statement.sql();
    }

    @Override
    public Optional<GreenStatement> model() {
      return Optional.of(statement);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return Created.item(snapshot, target, cluster, reads, statement.sql());
    }
  }

  /**
   * Creates an index.
   *
   * @param target the new index
   * @param on the relation it is on
   * @param statement the model's statement with green's names
   * @param cluster the name of the cluster it runs on
   */
  record OfIndex(Target.OfItem target, Target.OfItem on, GreenStatement statement, String cluster)
      implements CreateStep {
    @Override
    public String verb() {
      return "index";
    }

    @Override
    public String sql() {
      return statement.sql();
    }

    @Override
    public Optional<GreenStatement> model() {
      return Optional.of(statement);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return Created.item(snapshot, target, cluster, Set.of(on), statement.sql());
    }
  }

  /**
   * Creates a sink of the project, once what it reads is in production.
   *
   * @param target the new sink
   * @param sql the statement
   * @param cluster the name of the cluster it runs on
   * @param reads what it reads
   */
  record OfSink(Target.OfItem target, String sql, String cluster, Target.OfItem reads)
      implements CreateStep {
    @Override
    public Snapshot after(Snapshot snapshot) {
      return Created.item(snapshot, target, cluster, Set.of(reads), sql);
    }
  }

  /** Makes the item of a snapshot that a CREATE leaves. */
  final class Created {
    private Created() {}

    static Snapshot item(
        Snapshot snapshot,
        Target.OfItem target,
        String cluster,
        Set<Target.OfItem> reads,
        String definition) {
      Schema schema =
          snapshot
              .schemaNamed(target.schema())
              .orElseThrow(() -> new IllegalStateException("no schema " + target.schema()));
      TreeSet<Grant> grants = new TreeSet<>();
      for (DefaultPrivilege one : snapshot.defaultsOf(schema.id())) {
        boolean forUs = one.owner().equals(Grant.PUBLIC) || one.owner().equals(snapshot.role());
        if (forUs && one.objectType().equals("table") && target.kind() != ObjectKind.INDEX) {
          grants.add(new Grant(one.grantee(), one.privilege()));
        }
      }
      return snapshot.with(
          new Item(
              NEW + target.schema() + "." + target.name(),
              schema.id(),
              target.name(),
              target.kind(),
              snapshot.role(),
              snapshot.clusterNamed(cluster).map(Cluster::id).orElse(""),
              grants,
              "",
              Map.of(),
              List.of(),
              definition,
              reads.stream()
                  .flatMap(read -> read.find(snapshot).stream())
                  .map(Item::id)
                  .collect(Collectors.toSet())));
    }
  }
}
