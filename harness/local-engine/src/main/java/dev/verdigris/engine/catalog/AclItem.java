package dev.verdigris.engine.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one role granted to one role on one object.
 *
 * @param grantee who may; {@link RoleId#PUBLIC} for everybody
 * @param grantor who granted it: the owner of the object
 * @param privileges what; never empty
 */
public record AclItem(RoleId grantee, RoleId grantor, Set<Privilege> privileges) {

  /** Copies the set. */
  public AclItem {
    privileges = Collections.unmodifiableSet(EnumSet.copyOf(privileges));
  }

  /** The text of type {@code mz_aclitem}: {@code u2=UC/u1}, with an empty grantee for everybody. */
  public String text() {
    String to = grantee.equals(RoleId.PUBLIC) ? "" : grantee.value();
    return to + "=" + Privilege.letters(privileges) + "/" + grantor.value();
  }

  /** Reads {@link #text()}. */
  static AclItem parse(String text) {
    int equals = text.indexOf('=');
    int slash = text.indexOf('/', equals);
    String to = text.substring(0, equals);
    return new AclItem(
        to.isEmpty() ? RoleId.PUBLIC : new RoleId(to),
        new RoleId(text.substring(slash + 1)),
        Privilege.ofLetters(text.substring(equals + 1, slash)));
  }
}
