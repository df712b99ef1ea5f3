package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.PrivilegeStatement.DefaultPrivileges;
import dev.verdigris.engine.sql.PrivilegeStatement.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ALTER DEFAULT PRIVILEGES}. */
final class DefaultPrivilegeDdl {
  private record Place(@Nullable DatabaseId database, @Nullable SchemaId schema) {}

  private final Change change;

  DefaultPrivilegeDdl(Change change) {
    this.change = change;
  }

  String run(DefaultPrivileges statement) {
    ObjectType type = Types.of(statement.kind());
    refuseImpossible(statement, type);
    List<RoleId> owners = owners(statement.roles());
    List<RoleId> grantees =
        statement.grantees().stream().map(g -> Privileges.role(g, change.base)).toList();
    Set<Privilege> privileges = Privileges.of(statement.privileges(), type);
    Privileges.requireValid(privileges, type, type.sql());
    for (Place place : places(statement)) {
      for (RoleId owner : owners) {
        for (RoleId grantee : grantees) {
          apply(statement.grant(), owner, place, type, grantee, privileges);
        }
      }
    }
    change.touch();
    return "ALTER DEFAULT PRIVILEGES";
  }

  private static void refuseImpossible(DefaultPrivileges statement, ObjectType type) {
    boolean global = type == ObjectType.CLUSTER || type == ObjectType.DATABASE;
    boolean inSchema = statement.scope() == Scope.IN_SCHEMA;
    boolean inDatabase = statement.scope() == Scope.IN_DATABASE;
    if ((inSchema && (global || type == ObjectType.SCHEMA)) || (inDatabase && global)) {
      throw SqlException.internal(
          "cannot specify "
              + statement.kind().plural()
              + " and "
              + (inSchema ? "IN SCHEMA" : "IN DATABASE"));
    }
  }

  private List<RoleId> owners(@Nullable List<Ident> roles) {
    if (roles == null) {
      if (change.rights.enforced()) {
        throw SqlException.of(
                "42501", "permission denied to ALTER DEFAULT PRIVILEGES FOR ALL ROLES")
            .withDetail("You must be a superuser to ALTER DEFAULT PRIVILEGES FOR ALL ROLES");
      }
      return List.of(RoleId.PUBLIC);
    }
    List<RoleId> owners = new ArrayList<>();
    for (Ident ident : roles) {
      Role role = change.base.resolveRole(ident.value());
      change.rights.requireMembership(role);
      owners.add(role.id());
    }
    return owners;
  }

  private List<Place> places(DefaultPrivileges statement) {
    List<Place> places = new ArrayList<>();
    for (ObjectName name : statement.in()) {
      if (statement.scope() == Scope.IN_SCHEMA) {
        Schema schema = change.names.schema(name.names());
        places.add(new Place(schema.database(), schema.id()));
      } else {
        places.add(new Place(change.names.database(name.toString()).id(), null));
      }
    }
    return places.isEmpty() ? List.of(new Place(null, null)) : places;
  }

  private void apply(
      boolean grant,
      RoleId owner,
      Place place,
      ObjectType type,
      RoleId grantee,
      Set<Privilege> privileges) {
    Set<Privilege> together = EnumSet.noneOf(Privilege.class);
    DefaultPrivilege like =
        new DefaultPrivilege(owner, place.database(), place.schema(), type, grantee, privileges);
    for (DefaultPrivilege present : List.copyOf(change.next.defaultPrivileges)) {
      if (present.isBeside(like)) {
        together.addAll(present.privileges());
        change.next.defaultPrivileges.remove(present);
      }
    }
    if (grant) {
      together.addAll(privileges);
    } else {
      together.removeAll(privileges);
    }
    if (!together.isEmpty()) {
      change.next.defaultPrivileges.add(
          new DefaultPrivilege(owner, place.database(), place.schema(), type, grantee, together));
    }
    change.audit(
        grant ? "grant" : "revoke",
        type,
        "role_id",
        owner.value(),
        "grantee_id",
        grantee.value(),
        "privileges",
        Privilege.letters(privileges));
  }
}
