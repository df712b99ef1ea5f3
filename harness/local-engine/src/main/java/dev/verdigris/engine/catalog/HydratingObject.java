package dev.verdigris.engine.catalog;

import java.util.HashSet;
import java.util.Set;

/** An object of a cluster on one of its replicas: what hydrates. */
record HydratingObject(ItemId item, ReplicaId replica) {

  /** All that there are. */
  static Set<HydratingObject> of(CatalogState state) {
    Set<HydratingObject> found = new HashSet<>();
    for (Item item : state.items()) {
      if (item.cluster() != null) {
        state
            .replicas(item.cluster())
            .forEach(replica -> found.add(new HydratingObject(item.id(), replica.id())));
      }
    }
    return found;
  }

  String key() {
    return item + "/" + replica;
  }
}
