package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.PrivilegeStatement.DropOwned;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code DROP OWNED BY}: what roles own goes, and what is granted to them. */
final class DropOwnedDdl {
  private final Change change;
  private final Owners owners;

  DropOwnedDdl(Change change) {
    this.change = change;
    owners = new Owners(change.base);
  }

  String run(DropOwned statement) {
    Set<RoleId> roles = new HashSet<>();
    for (Ident ident : statement.roles()) {
      Role role = change.base.resolveRole(ident.value());
      change.rights.requireMembership(role);
      roles.add(role.id());
    }
    List<Owned> owned =
        AllObjects.of(change.base).stream().filter(o -> roles.contains(owners.ownerOf(o))).toList();
    DropPlan plan = new DropPlan(change.base);
    owned.forEach(plan::add);
    boolean more = plan.objects().stream().anyMatch(o -> !owned.contains(o));
    if (more && !Boolean.TRUE.equals(statement.cascade())) {
      throw DdlErrors.ownedDependedUpon();
    }
    new Removal(change).remove(plan.objects());
    revoke(roles, plan.objects());
    change.touch();
    return "DROP OWNED";
  }

  private void revoke(Set<RoleId> roles, List<Owned> dropped) {
    for (Owned object : AllObjects.of(change.base)) {
      if (!dropped.contains(object) && object.type() != ObjectType.CLUSTER_REPLICA) {
        AclChange.apply(change, object, acl -> without(acl, roles));
      }
    }
    AclChange.apply(change, Owned.SYSTEM, acl -> without(acl, roles));
    change.next.defaultPrivileges.removeIf(
        p -> roles.contains(p.owner()) || roles.contains(p.grantee()));
  }

  private static Acl without(Acl acl, Set<RoleId> roles) {
    return new Acl(acl.items().stream().filter(item -> !roles.contains(item.grantee())).toList());
  }
}
