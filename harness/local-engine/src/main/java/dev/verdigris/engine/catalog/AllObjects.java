package dev.verdigris.engine.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All of users' objects that have owners. */
final class AllObjects {
  private AllObjects() {}

  /** Items, then databases, schemas, clusters with their replicas. */
  static List<Owned> of(CatalogState state) {
    List<Owned> objects = new ArrayList<>();
    state.items().stream()
        .sorted(Comparator.comparing(Item::id))
        .forEach(i -> objects.add(Owned.item(i)));
    state.databases().stream()
        .sorted(Comparator.comparing(Database::id))
        .forEach(d -> objects.add(Owned.database(d.id())));
    state.schemas().stream()
        .filter(s -> !s.isAmbient())
        .sorted(Comparator.comparing(Schema::id))
        .forEach(s -> objects.add(Owned.schema(s.id())));
    state.clusters().stream()
        .sorted(Comparator.comparing(Cluster::id))
        .forEach(
            c -> {
              objects.add(Owned.cluster(c.id()));
              state
                  .replicas(c.id())
                  .forEach(r -> objects.add(new Owned(ObjectType.CLUSTER_REPLICA, r.id().value())));
            });
    return objects;
  }
}
