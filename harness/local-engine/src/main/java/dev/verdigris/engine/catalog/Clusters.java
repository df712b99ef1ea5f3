package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ClusterName;
import dev.verdigris.engine.sql.Ident;
import org.jspecify.annotations.Nullable;

/** The cluster that a definition is computed on. */
final class Clusters {
  private Clusters() {}

  /** The named cluster, or the session's if none is named. */
  static Cluster of(Change change, @Nullable ClusterName name) {
    if (name == null) {
      return change.names.currentCluster();
    }
    if (name.id() != null) {
      Cluster cluster = change.base.cluster(new ClusterId(name.id()));
      if (cluster == null) {
        throw CatalogErrors.unknownCluster(name.id());
      }
      return cluster;
    }
    Ident ident = java.util.Objects.requireNonNull(name.name());
    return change.base.resolveCluster(ident.value());
  }

  /** The cluster as it is stored. */
  static ClusterName stored(Cluster cluster) {
    return new ClusterName(new Ident(cluster.name()), cluster.id().value());
  }

  /** Fails for the server's own clusters, where users have no business. */
  static void requireUsable(Change change, Cluster cluster) {
    if (cluster.id().isSystem() && !change.session.isSystemUser()) {
      throw SqlException.internal("system cluster '" + cluster.name() + "' cannot be modified");
    }
  }
}
