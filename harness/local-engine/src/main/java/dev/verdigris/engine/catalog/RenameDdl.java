package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement.Rename;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code ALTER … RENAME TO}. */
final class RenameDdl {
  private final Change change;

  RenameDdl(Change change) {
    this.change = change;
  }

  String run(Rename statement) {
    ObjectType type = Types.of(statement.kind());
    String tag = "ALTER " + type.sql();
    Optional<Owned> found =
        type == ObjectType.SCHEMA && statement.name().names().equals(List.of("mz_temp"))
            ? Optional.empty()
            : new Lookup(change)
                .object(type, statement.name(), statement.ifExists(), DdlErrors::wrongType);
    if (found.isEmpty()) {
      return tag;
    }
    String name = statement.newName().value();
    Owned object = found.get();
    switch (type) {
      case SCHEMA -> schema(schemaOf(object), name);
      case CLUSTER -> cluster(clusterOf(object), name);
      case CLUSTER_REPLICA -> replica(replicaOf(object), name);
      case DATABASE, ROLE -> throw SqlException.unsupported("ALTER " + type.sql() + " RENAME");
      default -> item(itemOf(object), name);
    }
    change.touch();
    return tag;
  }

  private void schema(Schema schema, String name) {
    DatabaseId database = schema.database();
    if (database == null) {
      throw SqlException.internal("cannot rename schemas in the ambient database");
    }
    if (DdlErrors.isReserved(name)) {
      throw DdlErrors.unacceptableSchema(name);
    }
    if (change.base.schema(database, name).isPresent()) {
      throw DdlErrors.schemaExists(name);
    }
    change.rights.requireOwner(Owned.schema(schema.id()));
    change.rights.require(Privilege.CREATE, Owned.database(database));
    String databaseName = Objects.requireNonNull(change.base.database(database)).name();
    new References(change).schemasRenamed(List.of(new References.SchemaRename(schema, name)));
    change.next.put(schema.withName(name));
    change.audit(
        "alter",
        ObjectType.SCHEMA,
        "database_name",
        databaseName,
        "id",
        schema.id().value(),
        "new_name",
        name,
        "old_name",
        schema.name());
  }

  private void cluster(Cluster cluster, String name) {
    if (DdlErrors.isReserved(name)) {
      throw DdlErrors.reservedCluster(name);
    }
    change.rights.requireOwner(Owned.cluster(cluster.id()));
    if (change.base.cluster(name).isPresent()) {
      throw SqlException.internal("uniqueness violation");
    }
    change.next.put(cluster.withName(name));
    change.audit(
        "alter",
        ObjectType.CLUSTER,
        "id",
        cluster.id().value(),
        "new_name",
        name,
        "old_name",
        cluster.name());
  }

  private void replica(Replica replica, String name) {
    change.rights.requireOwner(Owned.cluster(replica.cluster()));
    boolean taken =
        change.base.replicas(replica.cluster()).stream().anyMatch(r -> r.name().equals(name));
    if (taken) {
      throw SqlException.internal("uniqueness violation");
    }
    change.next.put(
        new Replica(replica.id(), replica.cluster(), name, replica.size(), replica.owner()));
    change.audit(
        "alter",
        ObjectType.CLUSTER_REPLICA,
        "cluster_id",
        replica.cluster().value(),
        "replica_id",
        replica.id().value(),
        "new_name",
        name,
        "old_name",
        replica.name());
  }

  private void item(Item item, String name) {
    change.rights.requireOwner(Owned.item(item));
    Optional<Item> taken =
        item.temporary() != null
            ? change.base.temporaryItem(item.temporary(), name)
            : change.base.item(item.schema(), name);
    if (taken.isPresent()) {
      throw SqlException.internal("catalog item '" + name + "' already exists");
    }
    new References(change).itemRenamed(item, name);
    change.audit(
        "alter", item.type(), "id", item.id().value(), "new_name", name, "old_name", item.name());
  }

  private Schema schemaOf(Owned object) {
    return Objects.requireNonNull(change.base.schema(new SchemaId(object.id())));
  }

  private Cluster clusterOf(Owned object) {
    return Objects.requireNonNull(change.base.cluster(new ClusterId(object.id())));
  }

  private Replica replicaOf(Owned object) {
    return Objects.requireNonNull(change.base.replica(new ReplicaId(object.id())));
  }

  private Item itemOf(Owned object) {
    return Objects.requireNonNull(change.base.item(new ItemId(object.id())));
  }
}
