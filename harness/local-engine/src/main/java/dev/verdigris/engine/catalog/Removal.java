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
    change.audit("drop", object.type(), "id", object.id(), "name", owners.nameOf(object));
    change.touch();
  }
}
