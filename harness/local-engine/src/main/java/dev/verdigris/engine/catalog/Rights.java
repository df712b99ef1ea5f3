package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session's role may do.
 *
 * <p>With RBAC checks off, as a server is unless somebody turns them on, only the server's own
 * objects are protected. A superuser may do everything.
 */
public final class Rights {
  private final CatalogState state;
  private final SessionContext session;
  private final Owners owners;

  Rights(CatalogState state, SessionContext session) {
    this.state = state;
    this.session = session;
    owners = new Owners(state);
  }

  /** Whether rights are checked in this session. */
  public boolean enforced() {
    return !session.isSystemUser()
        && (isOn("enable_rbac_checks") || isOn("enable_session_rbac_checks"));
  }

  /** The roles whose rights a role has: itself, what it is a member of, and everybody. */
  public Set<RoleId> effectiveRoles(RoleId role) {
    Set<RoleId> roles = new HashSet<>(Set.of(role, RoleId.PUBLIC));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Membership membership : state.memberships()) {
        if (roles.contains(membership.member())) {
          grown |= roles.add(membership.role());
        }
      }
    }
    return roles;
  }

  /** Fails unless the session's role owns all of these, itself or through a membership. */
  void requireOwner(Collection<Owned> objects) {
    if (session.isSystemUser()) {
      return;
    }
    boolean enforced = enforced();
    List<String> missing = new ArrayList<>();
    for (Owned object : objects) {
      if ((enforced || object.isSystem()) && !mine().contains(owners.ownerOf(object))) {
        missing.add(object.type().sql() + " " + owners.nameOf(object));
      }
    }
    if (!missing.isEmpty()) {
      throw SqlException.of("42501", "must be owner of " + String.join(", ", missing));
    }
  }

  void requireOwner(Owned object) {
    requireOwner(List.of(object));
  }

  /** Fails unless the session's role is a member of that one, or is it. */
  void requireMembership(Role role) {
    if (enforced() && !mine().contains(role.id())) {
      throw SqlException.of("42501", "must be a member of \"" + role.name() + "\"");
    }
  }

  /** Fails unless a privilege on an object is granted to the session's role. */
  void require(Privilege privilege, Owned object) {
    if (session.isSystemUser() || !(enforced() || object.isSystem())) {
      return;
    }
    if (!has(state.resolveRole(session.role()).id(), privilege, object)) {
      throw denied(session.role(), privilege, object);
    }
  }

  /**
   * Fails unless the session's role may read all of these: each with {@code USAGE} on its schema
   * and {@code SELECT} on itself, and what a view reads with the rights of the view's owner.
   */
  public void requireRead(Collection<ItemId> items) {
    if (enforced()) {
      new ReadRights(state, this).require(state.resolveRole(session.role()).id(), items);
    }
  }

  /** Fails unless the session's role has a privilege on a table that it changes. */
  public void requireWrite(ItemId table, Privilege privilege) {
    Item item = state.item(table);
    if (enforced() && item != null) {
      require(Privilege.USAGE, Owned.schema(item.schema()));
      require(privilege, Owned.item(item));
    }
  }

  /** Fails unless the session's role may run something on a cluster. */
  public void requireUsage(ClusterId cluster) {
    if (enforced()) {
      require(Privilege.USAGE, Owned.cluster(cluster));
    }
  }

  boolean has(RoleId role, Privilege privilege, Owned object) {
    Acl acl = owners.privilegesOn(object);
    return effectiveRoles(role).stream().anyMatch(r -> acl.of(r).contains(privilege));
  }

  SqlException denied(String role, Privilege privilege, Owned object) {
    String on =
        object.type() == ObjectType.SYSTEM
            ? "SYSTEM"
            : object.type().sql() + " \"" + owners.nameOf(object) + "\"";
    return SqlException.of("42501", "permission denied for " + on)
        .withDetail("The '" + role + "' role needs " + privilege + " privileges on " + on);
  }

  private Set<RoleId> mine() {
    return effectiveRoles(state.resolveRole(session.role()).id());
  }

  private boolean isOn(String setting) {
    return session.setting(setting).equals("on");
  }
}
