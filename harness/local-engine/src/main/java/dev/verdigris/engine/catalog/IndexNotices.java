package dev.verdigris.engine.catalog;

import java.util.ArrayList;
import java.util.List;

/** What the server remarks on indexes. */
final class IndexNotices {
  private final Change change;

  IndexNotices(Change change) {
    this.change = change;
  }

  void created(NewItem place, Item on, Cluster cluster, List<ItemFacts.IndexKey> keys) {
    if (keys.isEmpty()) {
      change.notice(
          "00000",
          "Empty index key. The index will be completely skewed to one worker thread, which can"
              + " lead to performance problems.",
          null,
          "CREATE DEFAULT INDEX is almost always better than an index with an empty key. (Except"
              + " for cross joins with big inputs, which are better to avoid anyway.)");
    }
    String on1 = on.name() + "(" + String.join(", ", texts(on, keys)) + ")";
    for (Item other : change.base.dependents(on.id())) {
      boolean identical =
          other.facts() instanceof ItemFacts.Index index
              && index.on().equals(on.id())
              && cluster.id().equals(other.cluster())
              && index.keys().equals(keys);
      if (identical) {
        change.notice(
            "00000",
            "Index "
                + String.join(".", place.fullName())
                + " is identical to "
                + fullName(other)
                + ", which is also defined on "
                + on1
                + ".",
            null,
            "Please drop all indexes except the first index created on "
                + on1
                + " and recreate all dependent objects.");
      }
    }
  }

  /** Told of an index that was dropped by name. */
  void dropped(Item dropped) {
    if (!(dropped.facts() instanceof ItemFacts.Index index)) {
      return;
    }
    List<String> users = new ArrayList<>();
    for (Item other : change.base.dependents(index.on())) {
      boolean sameCluster = dropped.cluster() != null && dropped.cluster().equals(other.cluster());
      if (sameCluster
          && !other.id().equals(dropped.id())
          && other.id().compareTo(dropped.id()) > 0
          && isFirst(dropped, index)) {
        users.add(fullName(other));
      }
    }
    if (!users.isEmpty()) {
      change.notice(
          "00000",
          "The dropped index "
              + fullName(dropped)
              + " is being used by the following objects: "
              + String.join(", ", users)
              + ". The index is now dropped from the catalog, but it will continue to be"
              + " maintained and take up resources until all dependent objects are dropped,"
              + " altered, or Materialize is restarted!",
          null,
          "To free up the resources used by the index, recreate all the above-mentioned"
              + " objects.");
    }
  }

  /** Whether no older index on the same relation and cluster would have been used instead. */
  private boolean isFirst(Item dropped, ItemFacts.Index index) {
    return change.base.dependents(index.on()).stream()
        .filter(i -> i.type() == ObjectType.INDEX)
        .filter(i -> java.util.Objects.equals(i.cluster(), dropped.cluster()))
        .allMatch(i -> i.id().compareTo(dropped.id()) >= 0);
  }

  private String fullName(Item item) {
    return String.join(".", change.base.fullName(item));
  }

  private static List<String> texts(Item on, List<ItemFacts.IndexKey> keys) {
    List<String> texts = new ArrayList<>();
    for (ItemFacts.IndexKey key : keys) {
      texts.add(
          key.position() != null
              ? on.columns().get(key.position() - 1).name()
              : String.valueOf(key.expression()));
    }
    return texts;
  }
}
