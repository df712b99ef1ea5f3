package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ClusterName;
import dev.verdigris.engine.sql.CreateStatement.CreateIndex;
import dev.verdigris.engine.sql.CreateStatement.CreateLoadGenerator;
import dev.verdigris.engine.sql.CreateStatement.CreateMaterializedView;
import dev.verdigris.engine.sql.CreateStatement.CreateSink;
import dev.verdigris.engine.sql.Parser;
import dev.verdigris.engine.sql.Printer;
import dev.verdigris.engine.sql.ShowStatement.ShowCreate;
import dev.verdigris.engine.sql.SqlStyle;
import dev.verdigris.engine.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code SHOW CREATE}. */
final class ShowCreates {
  private final CatalogState state;
  private final SessionContext session;

  ShowCreates(CatalogState state, SessionContext session) {
    this.state = state;
    this.session = session;
  }

  /** The object's name and its definition; nothing of use if {@link #check} fails. */
  String[] row(ShowCreate show) {
    if (failure(show).isPresent()) {
      return new String[] {"", ""};
    }
    if (Types.of(show.kind()) == ObjectType.CLUSTER) {
      Cluster cluster = state.resolveCluster(show.name().names().get(0));
      return new String[] {cluster.name(), clusterSql(cluster)};
    }
    Item item = item(show);
    String fullName = String.join(".", state.fullName(item));
    if (item.createSql() == null) {
      throw SqlException.unsupported("SHOW CREATE of " + fullName);
    }
    Statement shown = shown(Parser.parse(item.createSql()).get(0));
    String sql =
        show.redacted() ? Printer.print(shown, SqlStyle.REDACTED) + ";" : Printer.showCreate(shown);
    return new String[] {fullName, sql};
  }

  /** Fails for what the server notices only when it runs the statement, its columns told. */
  void check(ShowCreate show) {
    failure(show)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private Optional<SqlException> failure(ShowCreate show) {
    ObjectType type = Types.of(show.kind());
    if (type == ObjectType.CLUSTER) {
      return state.resolveCluster(show.name().names().get(0)).managed() != null
          ? Optional.empty()
          : Optional.of(
              SqlException.internal("SHOW CREATE for unmanaged clusters not yet supported"));
    }
    Item item = item(show);
    Rights rights = state.rights(session);
    if (item.temporary() == null && rights.enforced()) {
      try {
        rights.require(Privilege.USAGE, Owned.schema(item.schema()));
      } catch (SqlException e) {
        return Optional.of(e);
      }
    }
    return item.type() == type
        ? Optional.empty()
        : Optional.of(wrongType(String.join(".", state.fullName(item)), item.type(), type));
  }

  private Item item(ShowCreate show) {
    List<String> name = show.name().names();
    return Types.of(show.kind()) == ObjectType.TYPE
        ? state.names(session).findType(name).orElseThrow(() -> CatalogErrors.unknownItem(name))
        : state.resolveItem(name, session);
  }

  private static SqlException wrongType(String name, ObjectType is, ObjectType wanted) {
    SqlException error = SqlException.internal(name + " is not a " + wanted.words());
    return wanted == ObjectType.VIEW && is == ObjectType.MATERIALIZED_VIEW
        ? error.withHint("Use SHOW CREATE MATERIALIZED VIEW to show a materialized view.")
        : error;
  }

  /** With clusters by name, and without the time that a view's data begin at. */
  private Statement shown(Statement statement) {
    if (statement instanceof CreateMaterializedView view) {
      return new CreateMaterializedView(
          view.name(),
          view.columns(),
          named(view.cluster()),
          view.query(),
          view.ifExists(),
          view.options(),
          null);
    }
    if (statement instanceof CreateLoadGenerator source) {
      return new CreateLoadGenerator(
          source.name(),
          named(source.cluster()),
          source.ifNotExists(),
          source.generator(),
          source.generatorOptions(),
          source.allTables(),
          source.progress(),
          source.options());
    }
    if (statement instanceof CreateIndex index) {
      return new CreateIndex(
          index.name(),
          named(index.cluster()),
          index.on(),
          index.keys(),
          index.options(),
          index.ifNotExists());
    }
    if (statement instanceof CreateSink sink) {
      return new CreateSink(
          sink.name(),
          named(sink.cluster()),
          sink.ifNotExists(),
          sink.from(),
          sink.connection(),
          sink.connectionOptions(),
          sink.key(),
          sink.headers(),
          sink.format(),
          sink.envelope(),
          sink.options());
    }
    return statement;
  }

  private @Nullable ClusterName named(@Nullable ClusterName cluster) {
    if (cluster == null || cluster.id() == null) {
      return cluster;
    }
    return ClusterName.of(
        Objects.requireNonNull(state.cluster(new ClusterId(cluster.id()))).name());
  }

  private static String clusterSql(Cluster cluster) {
    Cluster.Managed managed = Objects.requireNonNull(cluster.managed());
    String interval = managed.introspectionInterval();
    return "CREATE CLUSTER "
        + Physical.quote(cluster.name())
        + " (INTROSPECTION DEBUGGING = "
        + managed.introspectionDebugging()
        + ", INTROSPECTION INTERVAL = "
        + (interval == null ? "NULL" : "INTERVAL " + Physical.literal(interval))
        + ", MANAGED = true, REPLICATION FACTOR = "
        + managed.replicationFactor()
        + ", SIZE = "
        + Physical.literal(managed.size())
        + ", SCHEDULE = MANUAL)";
  }
}
