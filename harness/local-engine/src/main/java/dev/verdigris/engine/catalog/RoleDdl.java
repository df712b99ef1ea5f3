package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement.RoleReset;
import dev.verdigris.engine.sql.AlterStatement.RoleSet;
import dev.verdigris.engine.sql.CreateStatement.CreateRole;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.PrivilegeStatement.RoleMembership;
import dev.verdigris.engine.sql.SessionStatement.SetValue;
import org.jspecify.annotations.Nullable;

/** Roles and who is a member of them. */
final class RoleDdl {
  private static final String RBAC_OFF =
      "RBAC is disabled so no role attributes or object ownership will be considered when"
          + " executing statements";
  private static final String HOW_TO_TURN_ON =
      "To enable RBAC globally run `ALTER SYSTEM SET enable_rbac_checks TO TRUE` as a superuser."
          + " TO enable RBAC for just this session run `SET enable_session_rbac_checks TO TRUE`.";

  private final Change change;

  RoleDdl(Change change) {
    this.change = change;
  }

  String run(CreateRole statement) {
    String name = statement.name().value();
    if (!change.rights.enforced() && !change.session.isSystemUser()) {
      change.notice("00000", RBAC_OFF, null, HOW_TO_TURN_ON);
    }
    boolean canLogin = false;
    for (String option : statement.options()) {
      switch (option) {
        case "LOGIN" -> canLogin = true;
        case "INHERIT", "NOLOGIN", "NOSUPERUSER" -> {}
        case "SUPERUSER" -> throw superuser();
        default -> throw SqlException.unsupported("the role option " + option);
      }
    }
    if (DdlErrors.isReserved(name) || name.equals("public")) {
      throw DdlErrors.reservedRole(name);
    }
    change.rights.require(Privilege.CREATEROLE, Owned.SYSTEM);
    if (change.base.role(name).isPresent()) {
      throw DdlErrors.roleExists(name);
    }
    create(name, canLogin);
    return "CREATE ROLE";
  }

  /** Makes a role for somebody who connects, as a server does while rights are not checked. */
  void createForLogin(String name) {
    create(name, true);
  }

  private void create(String name, boolean canLogin) {
    RoleId id = change.newRole();
    change.next.put(new Role(id, change.oid(), name, canLogin, null));
    change.audit("create", ObjectType.ROLE, "id", id.value(), "name", name);
    change.touch();
  }

  /** What the role's next sessions begin with; whether the value fits is the session's to say. */
  String run(RoleSet statement) {
    String value = String.join(", ", statement.values().stream().map(SetValue::text).toList());
    return alter(
        statement.role(), statement.variable(), statement.values().isEmpty() ? null : value);
  }

  String run(RoleReset statement) {
    return alter(statement.role(), statement.variable(), null);
  }

  private String alter(Ident name, Ident variable, @Nullable String value) {
    Role role = alterable(name);
    put(role.withParameter(variable.value(), value));
    change.notice(
        "00000",
        "variable \""
            + variable.value()
            + "\" was updated for \""
            + role.name()
            + "\", this will have no effect on the current session");
    return "ALTER ROLE";
  }

  private Role alterable(Ident name) {
    Role role = change.base.resolveRole(name.value());
    if (DdlErrors.isReserved(role.name())) {
      throw DdlErrors.reservedRole(role.name());
    }
    if (!role.id().equals(change.owner())) {
      change.rights.require(Privilege.CREATEROLE, Owned.SYSTEM);
    }
    return role;
  }

  private void put(Role role) {
    change.next.put(role);
    change.audit("alter", ObjectType.ROLE, "id", role.id().value(), "name", role.name());
    change.touch();
  }

  private static SqlException superuser() {
    return SqlException.of(
        "0A000",
        "SUPERUSER and PASSWORD attributes is not supported in this environment. For more"
            + " information consult the documentation at"
            + " https://materialize.com/docs/sql/create-role/#details");
  }

  String run(RoleMembership statement) {
    for (Ident group : statement.roles()) {
      Role role = change.base.resolveRole(group.value());
      for (Ident ident : statement.members()) {
        Role member = change.base.resolveRole(ident.value());
        change.rights.require(Privilege.CREATEROLE, Owned.SYSTEM);
        if (statement.grant()) {
          grant(role, member);
        } else {
          change.next.memberships.remove(
              new Membership(role.id(), member.id(), SystemObjects.MZ_SYSTEM));
        }
        change.audit(
            statement.grant() ? "grant" : "revoke",
            ObjectType.ROLE,
            "role_id",
            role.id().value(),
            "member_id",
            member.id().value());
        change.touch();
      }
    }
    return statement.grant() ? "GRANT ROLE" : "REVOKE ROLE";
  }

  private void grant(Role role, Role member) {
    if (change.rights.effectiveRoles(role.id()).contains(member.id())) {
      throw SqlException.internal(
          "role \"" + member.name() + "\" is a member of role \"" + role.name() + "\"");
    }
    change.next.memberships.add(new Membership(role.id(), member.id(), SystemObjects.MZ_SYSTEM));
  }
}
