package dev.verdigris.engine.catalog;

import org.jspecify.annotations.Nullable;

/** What is granted on an object at its beginning: its owner's own, and the default privileges. */
final class NewObjectRights {
  private final Change change;

  NewObjectRights(Change change) {
    this.change = change;
  }

  Acl on(ObjectType type, RoleId owner, @Nullable DatabaseId database, @Nullable SchemaId schema) {
    Acl privileges = Acl.NONE;
    ObjectType grantedAs = type.isRelation() ? ObjectType.TABLE : type;
    for (DefaultPrivilege standard : change.next.defaultPrivileges) {
      boolean applies =
          standard.type() == grantedAs
              && (standard.owner().equals(RoleId.PUBLIC) || standard.owner().equals(owner))
              && (standard.database() == null || standard.database().equals(database))
              && (standard.schema() == null || standard.schema().equals(schema));
      if (applies) {
        java.util.Set<Privilege> possible = new java.util.HashSet<>(standard.privileges());
        possible.retainAll(Privilege.allOn(type));
        privileges = privileges.grant(standard.grantee(), owner, possible);
      }
    }
    return privileges.grant(owner, owner, Privilege.allOn(type));
  }
}
