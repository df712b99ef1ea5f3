package dev.verdigris.plan;

import dev.verdigris.catalog.Definitions;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What blue's schema holds, so that a later phase can tell what changed since init: one digest for
 * each object, of its id, kind, cluster, owner, grants and definition without what changes by
 * itself. Init writes them into green's marker, in as few characters as {@link ModelDigests} needs.
 *
 * @param digests by the object's name
 */
public record BlueDigests(Map<String, String> digests) {
  private static final int MOST = 200;
  private static final int LEAST = 6;

  /** An empty schema; without a text, nothing would be known. */
  private static final String NOTHING = "-";

  /** Makes the map immutable. */
  public BlueDigests {
    digests = Map.copyOf(digests);
  }

  /** Those of the schema with this id. */
  public static BlueDigests of(Snapshot snapshot, String schemaId) {
    Map<String, String> digests = new TreeMap<>();
    for (Item item : snapshot.itemsIn(schemaId)) {
      digests.put(
          item.name(),
          String.join(
              "\n",
              item.id(),
              item.kind().label(),
              item.clusterId(),
              item.owner(),
              item.grants().toString(),
              Definitions.of(snapshot, item)));
    }
    return new BlueDigests(digests);
  }

  /** The text of a marker, with room for {@code bytes}, at most 200. */
  String encode(int bytes) {
    return digests.isEmpty()
        ? NOTHING
        : ModelDigests.encode(digests, Math.max(LEAST, Math.min(MOST, bytes)));
  }

  /** Whether objects share entries, so that one that changed makes others count as changed. */
  public static boolean areShared(String base) {
    return base.startsWith(ModelDigests.SHARED);
  }

  /**
   * The objects that are not as they were when {@code base} was written, by name, sorted; one that
   * is gone cannot be named.
   */
  public Set<String> changedSince(String base) {
    Set<String> changed = new TreeSet<>(digests.keySet());
    changed.removeAll(ModelDigests.unchanged(base, digests));
    return changed;
  }

  /**
   * How many objects of {@code base} are not as they were: changed, renamed or gone; empty where
   * objects share entries, which cannot be counted.
   */
  public OptionalLong unmatched(String base) {
    if (areShared(base)) {
      return OptionalLong.empty();
    }
    return base.equals(NOTHING)
        ? OptionalLong.of(0)
        : OptionalLong.of(ModelDigests.unmatched(base, digests));
  }

  /** Whether everything is as it was when {@code base} was written, and nothing is gone. */
  public boolean same(String base) {
    return encode(base.length()).equals(base);
  }
}
