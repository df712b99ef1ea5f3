package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement.Swap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code ALTER … SWAP WITH}: two names change places, and nothing else does. To swap something with
 * itself is allowed and changes nothing.
 */
final class SwapDdl {
  private final Change change;

  SwapDdl(Change change) {
    this.change = change;
  }

  String run(Swap statement) {
    ObjectType type = Types.of(statement.kind());
    if (type == ObjectType.SCHEMA) {
      schemas(statement);
    } else if (type == ObjectType.CLUSTER) {
      clusters(statement);
    } else {
      throw SqlException.unsupported("ALTER " + type.sql() + " SWAP");
    }
    return "ALTER " + type.sql();
  }

  private void schemas(Swap statement) {
    if (statement.name().names().equals(List.of("mz_temp"))) {
      throw ambient();
    }
    Optional<Owned> found =
        new Lookup(change)
            .object(
                ObjectType.SCHEMA, statement.name(), statement.ifExists(), DdlErrors::wrongType);
    if (found.isEmpty()) {
      return;
    }
    Schema a = Objects.requireNonNull(change.base.schema(new SchemaId(found.get().id())));
    DatabaseId databaseId = a.database();
    if (databaseId == null) {
      throw ambient();
    }
    String otherName = statement.other().value();
    Schema b =
        change
            .base
            .schema(databaseId, otherName)
            .orElseThrow(() -> CatalogErrors.unknownSchema(otherName));
    if (a.id().equals(b.id())) {
      return;
    }
    change.rights.requireOwner(List.of(Owned.schema(a.id()), Owned.schema(b.id())));
    change.rights.require(Privilege.CREATE, Owned.database(databaseId));
    new References(change)
        .schemasRenamed(
            List.of(
                new References.SchemaRename(a, b.name()),
                new References.SchemaRename(b, a.name())));
    change.next.put(a.withName(b.name()));
    change.next.put(b.withName(a.name()));
    String database = Objects.requireNonNull(change.base.database(databaseId)).name();
    // The server swaps by way of a third name, and its audit log shows all three renames.
    String between = "mz_schema_swap_" + Long.toHexString(change.base.revision() + 1);
    renamed(database, a.id(), a.name(), between);
    renamed(database, b.id(), b.name(), a.name());
    renamed(database, a.id(), between, b.name());
    change.touch();
  }

  private void renamed(String database, SchemaId id, String from, String to) {
    change.audit(
        "alter",
        ObjectType.SCHEMA,
        "database_name",
        database,
        "id",
        id.value(),
        "new_name",
        to,
        "old_name",
        from);
  }

  private void clusters(Swap statement) {
    Optional<Owned> found =
        new Lookup(change)
            .object(
                ObjectType.CLUSTER, statement.name(), statement.ifExists(), DdlErrors::wrongType);
    if (found.isEmpty()) {
      return;
    }
    Cluster a = Objects.requireNonNull(change.base.cluster(new ClusterId(found.get().id())));
    Cluster b = change.base.resolveCluster(statement.other().value());
    if (a.id().equals(b.id())) {
      return;
    }
    change.rights.requireOwner(List.of(Owned.cluster(a.id()), Owned.cluster(b.id())));
    change.next.put(a.withName(b.name()));
    change.next.put(b.withName(a.name()));
    String between = "mz_cluster_swap_" + Long.toHexString(change.base.revision() + 1);
    renamed(a, a.name(), between);
    renamed(b, b.name(), a.name());
    renamed(a, between, b.name());
    change.touch();
  }

  private void renamed(Cluster cluster, String from, String to) {
    change.audit(
        "alter", ObjectType.CLUSTER, "id", cluster.id().value(), "new_name", to, "old_name", from);
  }

  private static SqlException ambient() {
    return SqlException.internal("cannot swap schemas that are in the ambient database");
  }
}
