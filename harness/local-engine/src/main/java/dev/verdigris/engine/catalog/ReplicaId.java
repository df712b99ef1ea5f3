package dev.verdigris.engine.catalog;

/**
 * The id of a replica of a cluster: {@code u} and a number for a user's, {@code s} and a number for
 * the server's own. It stays with the object through renames and swaps and is never given out
 * again.
 *
 * @param value such as {@code u5}
 */
public record ReplicaId(String value) implements Comparable<ReplicaId> {

  /** Whether the server itself owns the object. */
  public boolean isSystem() {
    return value.startsWith("s");
  }

  /** In the order in which ids were given out, the server's first. */
  @Override
  public int compareTo(ReplicaId other) {
    return Ids.ORDER.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
