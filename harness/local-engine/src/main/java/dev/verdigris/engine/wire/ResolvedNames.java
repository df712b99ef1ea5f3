package dev.verdigris.engine.wire;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.sql.ClusterName;
import dev.verdigris.engine.sql.CreateStatement;
import dev.verdigris.engine.sql.NameMapping;
import dev.verdigris.engine.sql.NameRewriter;
import dev.verdigris.engine.sql.ObjectName;

/**
 * The names in a CREATE that have to mean something before anything else is looked at, the
 * transaction included: a server describes a statement, and for that resolves it, before it runs or
 * defers it. What else may be wrong with it is found when it runs.
 */
final class ResolvedNames implements NameMapping {
  private final CatalogState state;
  private final SessionContext session;

  private ResolvedNames(CatalogState state, SessionContext session) {
    this.state = state;
    this.session = session;
  }

  static void require(CreateStatement create, CatalogState state, SessionContext session) {
    NameRewriter.rewrite(create, new ResolvedNames(state, session));
  }

  @Override
  public ObjectName relation(ObjectName name) {
    return resolved(name);
  }

  @Override
  public ObjectName connection(ObjectName name) {
    return resolved(name);
  }

  @Override
  public ObjectName secret(ObjectName name) {
    return resolved(name);
  }

  @Override
  public ClusterName cluster(ClusterName cluster) {
    if (cluster.name() != null) {
      state.resolveCluster(cluster.name().value());
    }
    return cluster;
  }

  private ObjectName resolved(ObjectName name) {
    if (name.id() == null) {
      state.resolveItem(name.names(), session);
    }
    return name;
  }
}
