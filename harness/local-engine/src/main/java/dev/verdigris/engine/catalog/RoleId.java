package dev.verdigris.engine.catalog;

/**
 * The id of a role: {@code u} and a number, {@code s} and a number for the server's own, {@code p}
 * for everybody.
 *
 * @param value such as {@code u1}
 */
public record RoleId(String value) implements Comparable<RoleId> {
  /** Everybody: the pseudo role {@code PUBLIC}. */
  public static final RoleId PUBLIC = new RoleId("p");

  /** Whether the role is the server's own. */
  public boolean isSystem() {
    return value.startsWith("s");
  }

  /** In the order in which ids were given out, the server's first. */
  @Override
  public int compareTo(RoleId other) {
    return Ids.ORDER.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
