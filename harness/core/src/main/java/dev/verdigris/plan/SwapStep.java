package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.Optional;

/** A step of the one transaction that moves names: the only statements that may share one. */
public sealed interface SwapStep extends Step {

  @Override
  default boolean transactional() {
    return true;
  }

  /**
   * Exchanges the names of two schemas.
   *
   * @param database their database
   * @param name the one
   * @param other the other
   */
  record OfSchemas(String database, String name, String other) implements SwapStep {
    @Override
    public String verb() {
      return "swap";
    }

    @Override
    public String sql() {
      return "ALTER SCHEMA "
          + Identifiers.qualified(database, name)
          + " SWAP WITH "
          + Identifiers.quote(other);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      Optional<Schema> one = snapshot.schemaNamed(name);
      Optional<Schema> two = snapshot.schemaNamed(other);
      if (one.isEmpty() || two.isEmpty()) {
        return snapshot;
      }
      return snapshot.with(renamed(one.get(), other)).with(renamed(two.get(), name));
    }
  }

  /**
   * Exchanges the names of two clusters.
   *
   * @param name the one
   * @param other the other
   */
  record OfClusters(String name, String other) implements SwapStep {
    @Override
    public String verb() {
      return "swap";
    }

    @Override
    public String sql() {
      return "ALTER CLUSTER " + Identifiers.quote(name) + " SWAP WITH " + Identifiers.quote(other);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      Optional<Cluster> one = snapshot.clusterNamed(name);
      Optional<Cluster> two = snapshot.clusterNamed(other);
      if (one.isEmpty() || two.isEmpty()) {
        return snapshot;
      }
      return snapshot.with(renamed(one.get(), other)).with(renamed(two.get(), name));
    }
  }

  /**
   * Gives a schema another name.
   *
   * @param database its database
   * @param name its name before
   * @param to its name after
   */
  record RenameSchema(String database, String name, String to) implements SwapStep {
    @Override
    public String verb() {
      return "rename";
    }

    @Override
    public String sql() {
      return "ALTER SCHEMA "
          + Identifiers.qualified(database, name)
          + " RENAME TO "
          + Identifiers.quote(to);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return snapshot
          .schemaNamed(name)
          .map(schema -> snapshot.with(renamed(schema, to)))
          .orElse(snapshot);
    }
  }

  /**
   * Gives a cluster another name.
   *
   * @param name its name before
   * @param to its name after
   */
  record RenameCluster(String name, String to) implements SwapStep {
    @Override
    public String verb() {
      return "rename";
    }

    @Override
    public String sql() {
      return "ALTER CLUSTER " + Identifiers.quote(name) + " RENAME TO " + Identifiers.quote(to);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return snapshot
          .clusterNamed(name)
          .map(cluster -> snapshot.with(renamed(cluster, to)))
          .orElse(snapshot);
    }
  }

  private static Schema renamed(Schema s, String name) {
    return new Schema(s.id(), s.database(), name, s.owner(), s.grants(), s.comment());
  }

  private static Cluster renamed(Cluster c, String name) {
    return new Cluster(c.id(), name, c.owner(), c.grants(), c.comment(), c.options(), c.replicas());
  }
}
