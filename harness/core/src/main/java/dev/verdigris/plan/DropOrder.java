package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Orders objects so that each is dropped before what it reads. */
final class DropOrder {
  private DropOrder() {}

  /**
   * The objects to drop one by one. Indexes of relations that are dropped too are left out: they go
   * with their relation.
   */
  static List<Item> of(Snapshot snapshot, Collection<Item> items) {
    Set<String> ids = items.stream().map(Item::id).collect(Collectors.toSet());
    TreeMap<String, Item> open = new TreeMap<>();
    for (Item item : items) {
      boolean goesAlong =
          item.kind() == ObjectKind.INDEX && item.dependsOn().stream().anyMatch(ids::contains);
      if (!goesAlong) {
        open.put(snapshot.displayName(item) + " " + item.id(), item);
      }
    }
    List<Item> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      List<String> free =
          open.entrySet().stream()
              .filter(entry -> isFree(entry.getValue(), open.values()))
              .map(java.util.Map.Entry::getKey)
              .toList();
      if (free.isEmpty()) {
        throw new IllegalStateException("objects that read each other: " + open.keySet());
      }
      free.forEach(key -> ordered.add(open.remove(key)));
    }
    return ordered;
  }

  private static boolean isFree(Item item, Collection<Item> open) {
    return open.stream().noneMatch(other -> other.dependsOn().contains(item.id()));
  }
}
