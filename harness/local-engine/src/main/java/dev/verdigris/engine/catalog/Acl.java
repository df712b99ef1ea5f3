package dev.verdigris.engine.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All that was granted on one object.
 *
 * @param items at most one for each pair of grantee and grantor
 */
public record Acl(List<AclItem> items) {
  /** Nothing granted. */
  public static final Acl NONE = new Acl(List.of());

  /** Copies the list. */
  public Acl {
    items = List.copyOf(items);
  }

  /** An object's rights at its beginning: its owner has all that there are on its kind. */
  static Acl ofOwner(RoleId owner, ObjectType kind) {
    return NONE.grant(owner, owner, Privilege.allOn(kind));
  }

  /** With these privileges too. */
  public Acl grant(RoleId grantee, RoleId grantor, Set<Privilege> privileges) {
    if (privileges.isEmpty()) {
      return this;
    }
    List<AclItem> changed = new ArrayList<>();
    EnumSet<Privilege> together = EnumSet.copyOf(privileges);
    for (AclItem item : items) {
      if (item.grantee().equals(grantee) && item.grantor().equals(grantor)) {
        together.addAll(item.privileges());
      } else {
        changed.add(item);
      }
    }
    changed.add(new AclItem(grantee, grantor, together));
    return new Acl(changed);
  }

  /** Without these privileges, where that grantor granted them. */
  public Acl revoke(RoleId grantee, RoleId grantor, Set<Privilege> privileges) {
    List<AclItem> changed = new ArrayList<>();
    for (AclItem item : items) {
      if (item.grantee().equals(grantee) && item.grantor().equals(grantor)) {
        EnumSet<Privilege> left = EnumSet.copyOf(item.privileges());
        left.removeAll(privileges);
        if (!left.isEmpty()) {
          changed.add(new AclItem(grantee, grantor, left));
        }
      } else {
        changed.add(item);
      }
    }
    return new Acl(changed);
  }

  /** With every mention of one role replaced by another, as a change of owner does. */
  Acl reassign(RoleId from, RoleId to) {
    Acl changed = NONE;
    for (AclItem item : items) {
      changed =
          changed.grant(
              item.grantee().equals(from) ? to : item.grantee(),
              item.grantor().equals(from) ? to : item.grantor(),
              item.privileges());
    }
    return changed;
  }

  /** What was granted to that very role, by anybody. */
  public Set<Privilege> of(RoleId grantee) {
    EnumSet<Privilege> granted = EnumSet.noneOf(Privilege.class);
    for (AclItem item : items) {
      if (item.grantee().equals(grantee)) {
        granted.addAll(item.privileges());
      }
    }
    return granted;
  }

  /** The text of type {@code mz_aclitem[]}: {@code {u1=UC/u1,=U/u1}}. */
  public String text() {
    StringBuilder text = new StringBuilder("{");
    for (AclItem item : items) {
      text.append(text.length() > 1 ? "," : "").append(item.text());
    }
    return text.append('}').toString();
  }

  /** Reads {@link #text()}. */
  static Acl parse(String text) {
    String inner = text.substring(1, text.length() - 1);
    return inner.isEmpty()
        ? NONE
        : new Acl(Arrays.stream(inner.split(",", -1)).map(AclItem::parse).toList());
  }
}
