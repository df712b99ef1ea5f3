package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code DROP ROLE}: refused while anything belongs to the role or is granted to or by it. */
final class DropRoles {
  private final Change change;
  private final Owners owners;

  DropRoles(Change change) {
    this.change = change;
    owners = new Owners(change.base);
  }

  void run(List<Owned> roles) {
    change.rights.require(Privilege.CREATEROLE, Owned.SYSTEM);
    for (Owned object : roles) {
      Role role = Objects.requireNonNull(change.base.role(new RoleId(object.id())));
      if (role.name().equals(change.session.role())) {
        throw SqlException.internal("current role cannot be dropped");
      }
      List<String> reasons = reasons(role);
      if (!reasons.isEmpty()) {
        throw SqlException.of(
                "2BP01",
                "role \"" + role.name() + "\" cannot be dropped because some objects depend on it")
            .withDetail(String.join("\n", reasons));
      }
      change.next.memberships.removeIf(
          m -> m.role().equals(role.id()) || m.member().equals(role.id()));
    }
    new Removal(change).remove(roles);
  }

  private List<String> reasons(Role role) {
    List<String> reasons = new ArrayList<>();
    for (Owned object : AllObjects.of(change.base)) {
      String name = describe(object);
      if (owners.ownerOf(object).equals(role.id())) {
        reasons.add(role.name() + ": owner of " + name);
      }
      privileges(role, owners.privilegesOn(object), name, reasons);
    }
    privileges(role, change.base.systemPrivileges(), "SYSTEM", reasons);
    for (DefaultPrivilege standard : change.base.defaultPrivileges()) {
      if (standard.owner().equals(role.id()) || standard.grantee().equals(role.id())) {
        reasons.add(role.name() + ": default privileges on " + standard.type().sql() + "S");
      }
    }
    return reasons;
  }

  private void privileges(Role role, Acl acl, String name, List<String> reasons) {
    for (AclItem item : acl.items()) {
      if (item.grantee().equals(role.id())) {
        reasons.add(
            role.name() + ": privileges on " + name + " granted by " + nameOf(item.grantor()));
      }
      if (item.grantor().equals(role.id())) {
        reasons.add(
            role.name() + ": privileges granted on " + name + " to " + nameOf(item.grantee()));
      }
    }
  }

  private String nameOf(RoleId id) {
    Role role = change.base.role(id);
    return role == null ? "PUBLIC" : role.name();
  }

  private String describe(Owned object) {
    return object.type().sql() + " \"" + owners.nameOf(object) + "\"";
  }
}
