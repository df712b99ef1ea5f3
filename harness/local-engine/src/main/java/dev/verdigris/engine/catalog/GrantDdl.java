package dev.verdigris.engine.catalog;

import dev.verdigris.engine.sql.ObjectKind;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.PrivilegeStatement.GrantTarget;
import dev.verdigris.engine.sql.PrivilegeStatement.ObjectPrivileges;
import dev.verdigris.engine.sql.PrivilegeStatement.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** {@code GRANT} and {@code REVOKE} of privileges on objects. */
final class GrantDdl {
  private final Change change;
  private final Owners owners;

  GrantDdl(Change change) {
    this.change = change;
    owners = new Owners(change.base);
  }

  String run(ObjectPrivileges statement) {
    List<Owned> targets = targets(statement.target());
    boolean named = !(statement.target() instanceof GrantTarget.OnAll);
    for (Owned target : targets) {
      Set<Privilege> privileges = Privileges.of(statement.privileges(), target.type());
      if (named) {
        Privileges.requireValid(privileges, target.type(), describe(target));
      }
    }
    List<RoleId> grantees =
        statement.grantees().stream().map(g -> Privileges.role(g, change.base)).toList();
    change.rights.requireOwner(targets);
    for (Owned target : targets) {
      for (RoleId grantee : grantees) {
        apply(statement, target, grantee);
      }
    }
    change.touch();
    return statement.grant() ? "GRANT" : "REVOKE";
  }

  private void apply(ObjectPrivileges statement, Owned target, RoleId grantee) {
    Set<Privilege> privileges = Privileges.of(statement.privileges(), target.type());
    RoleId grantor = owners.ownerOf(target);
    AclChange.apply(
        change,
        target,
        acl ->
            statement.grant()
                ? acl.grant(grantee, grantor, privileges)
                : acl.revoke(grantee, grantor, privileges));
    for (Privilege privilege : privileges) {
      change.audit(
          statement.grant() ? "grant" : "revoke",
          target.type(),
          "object_id",
          target.type() == ObjectType.SYSTEM ? "SYSTEM" : AuditIds.of(target, change.base),
          "grantee_id",
          grantee.value(),
          "grantor_id",
          grantor.value(),
          "privileges",
          String.valueOf(privilege.letter()));
    }
  }

  private String describe(Owned target) {
    return target.type() == ObjectType.SYSTEM
        ? "SYSTEM"
        : target.type().sql() + " \"" + owners.nameOf(target) + "\"";
  }

  private List<Owned> targets(GrantTarget target) {
    if (target instanceof GrantTarget.OnObjects objects) {
      List<Owned> found = new ArrayList<>();
      objects.names().forEach(name -> found.add(named(objects.kind(), name)));
      return found;
    }
    if (target instanceof GrantTarget.OnAll all) {
      return all(all);
    }
    return List.of(Owned.SYSTEM);
  }

  /** {@code ON TABLE} names any relation. */
  private Owned named(ObjectKind kind, ObjectName name) {
    if (kind == ObjectKind.TABLE) {
      return Owned.item(change.names.item(name.names()));
    }
    return new Lookup(change).object(Types.of(kind), name, DdlErrors::wrongType);
  }

  private List<Owned> all(GrantTarget.OnAll all) {
    ObjectType type = Types.of(all.kind());
    return switch (type) {
      case CLUSTER ->
          change.base.clusters().stream()
              .filter(c -> !c.id().isSystem())
              .map(c -> Owned.cluster(c.id()))
              .toList();
      case DATABASE -> change.base.databases().stream().map(d -> Owned.database(d.id())).toList();
      case SCHEMA -> schemas(all).map(s -> Owned.schema(s.id())).toList();
      default ->
          schemas(all)
              .flatMap(s -> change.base.items(s.id()).stream())
              .filter(i -> type == ObjectType.TABLE ? i.type().isRelation() : i.type() == type)
              .map(Owned::item)
              .toList();
    };
  }

  private Stream<Schema> schemas(GrantTarget.OnAll all) {
    if (all.scope() == Scope.IN_SCHEMA) {
      return all.in().stream().map(name -> change.names.schema(name.names()));
    }
    List<DatabaseId> databases =
        all.in().stream().map(name -> change.names.database(name.toString()).id()).toList();
    return change.base.schemas().stream()
        .filter(s -> s.database() != null)
        .filter(
            s ->
                all.scope() == Scope.EVERYWHERE
                    || databases.contains(Objects.requireNonNull(s.database())));
  }
}
