package dev.verdigris.engine.catalog;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** Puts other rights on an object. */
final class AclChange {
  private AclChange() {}

  static void apply(Change change, Owned object, UnaryOperator<Acl> with) {
    CatalogBuilder next = change.next;
    switch (object.type()) {
      case SYSTEM -> next.systemPrivileges = with.apply(next.systemPrivileges);
      case DATABASE -> {
        Database database = Objects.requireNonNull(next.databases.get(new DatabaseId(object.id())));
        next.put(database.withOwner(database.owner(), with.apply(database.privileges())));
      }
      case SCHEMA -> {
        Schema schema = Objects.requireNonNull(next.schemas.get(new SchemaId(object.id())));
        next.put(schema.withOwner(schema.owner(), with.apply(schema.privileges())));
      }
      case CLUSTER -> {
        Cluster cluster = Objects.requireNonNull(next.clusters.get(new ClusterId(object.id())));
        next.put(cluster.withOwner(cluster.owner(), with.apply(cluster.privileges())));
      }
      default -> {
        Item item = Objects.requireNonNull(next.items.get(new ItemId(object.id())));
        next.put(item.withOwner(item.owner(), with.apply(item.privileges())));
      }
    }
  }
}
