package dev.verdigris.catalog;

import java.util.Comparator;

/**
 * One privilege of one role.
 *
 * @param grantee the role's name, or {@link #PUBLIC}
 * @param privilege in capitals: {@code SELECT}, {@code USAGE}, {@code CREATE}, …
 */
public record Grant(String grantee, String privilege) implements Comparable<Grant> {

  /** Everybody. No role can have this name. */
  public static final String PUBLIC = "PUBLIC";

  private static final Comparator<Grant> ORDER =
      Comparator.comparing(Grant::privilege).thenComparing(Grant::grantee);

  /** The grantee as a statement names it. */
  public String granteeSql() {
    return grantee.equals(PUBLIC) ? PUBLIC : Identifiers.quote(grantee);
  }

  @Override
  public int compareTo(Grant other) {
    return ORDER.compare(this, other);
  }
}
