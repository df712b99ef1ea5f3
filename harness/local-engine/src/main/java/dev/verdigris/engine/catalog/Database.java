package dev.verdigris.engine.catalog;

/**
 * A database.
 *
 * @param id its id
 * @param oid its number in {@code pg_catalog}
 * @param name unique
 * @param owner who owns it
 * @param privileges what was granted on it
 */
public record Database(DatabaseId id, long oid, String name, RoleId owner, Acl privileges) {
  Database withOwner(RoleId newOwner, Acl newPrivileges) {
    return new Database(id, oid, name, newOwner, newPrivileges);
  }
}
