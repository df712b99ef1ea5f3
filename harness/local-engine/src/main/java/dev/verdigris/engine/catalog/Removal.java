package dev.verdigris.engine.catalog;

import java.util.List;
import java.util.Objects;

/** Takes objects out of the catalog, with what belongs to them alone. */
final class Removal {
  private final Change change;
  private final Owners owners;

  Removal(Change change) {
    this.change = change;
    owners = new Owners(change.base);
  }

  void remove(List<Owned> objects) {
    objects.forEach(this::remove);
  }

  private void remove(Owned object) {
    CatalogBuilder next = change.next;
    switch (object.type()) {
      case DATABASE -> {
        DatabaseId id = new DatabaseId(object.id());
        next.databases.remove(id);
        next.defaultPrivileges.removeIf(p -> id.equals(p.database()));
      }
      case SCHEMA -> {
        SchemaId id = new SchemaId(object.id());
        next.schemas.remove(id);
        next.defaultPrivileges.removeIf(p -> id.equals(p.schema()));
      }
      case CLUSTER -> next.clusters.remove(new ClusterId(object.id()));
      case CLUSTER_REPLICA -> next.replicas.remove(new ReplicaId(object.id()));
      case ROLE -> next.roles.remove(new RoleId(object.id()));
      default -> {
        Item item = Objects.requireNonNull(next.items.remove(new ItemId(object.id())));
        change.physical.addAll(Physical.drop(item));
      }
    }
    next.comments
        .keySet()
        .removeIf(key -> key.type() == object.type() && key.id().equals(object.id()));
    audit(object);
    change.touch();
  }

  /** In the shape of what the log says when it is created. */
  private void audit(Owned object) {
    switch (object.type()) {
      case DATABASE, CLUSTER, CLUSTER_REPLICA, ROLE, SYSTEM ->
          change.audit("drop", object.type(), "id", object.id(), "name", owners.nameOf(object));
      case SCHEMA -> {
        Schema schema = Objects.requireNonNull(change.base.schema(new SchemaId(object.id())));
        Database database =
            schema.database() == null ? null : change.base.database(schema.database());
        change.audit(
            "drop",
            object.type(),
            "database_name",
            database == null ? "" : database.name(),
            "id",
            object.id(),
            "name",
            schema.name());
      }
      default -> {
        Item item = Objects.requireNonNull(change.base.item(new ItemId(object.id())));
        List<String> name = change.base.fullName(item);
        change.audit(
            "drop",
            object.type(),
            "id",
            object.id(),
            "database",
            name.size() == 3 ? name.get(0) : "",
            "schema",
            name.get(name.size() - 2),
            "item",
            item.name());
      }
    }
  }
}
