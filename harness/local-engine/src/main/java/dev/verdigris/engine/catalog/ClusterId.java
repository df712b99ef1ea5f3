package dev.verdigris.engine.catalog;

/**
 * The id of a cluster: {@code u} and a number for a user's, {@code s} and a number for the server's
 * own. It stays with the object through renames and swaps and is never given out again.
 *
 * @param value such as {@code u2}
 */
public record ClusterId(String value) implements Comparable<ClusterId> {

  /** Whether the server itself owns the object. */
  public boolean isSystem() {
    return value.startsWith("s");
  }

  /** In the order in which ids were given out, the server's first. */
  @Override
  public int compareTo(ClusterId other) {
    return Ids.ORDER.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
