package dev.verdigris.engine.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A schema.
 *
 * @param id its id
 * @param oid its number in {@code pg_catalog}
 * @param database where it is; null for the server's own schemas, which are in every database
 * @param name unique in its database
 * @param owner who owns it
 * @param privileges what was granted on it
 */
public record Schema(
    SchemaId id,
    long oid,
    @Nullable DatabaseId database,
    String name,
    RoleId owner,
    Acl privileges) {

  /** Whether it is one of the server's own, which are in every database. */
  public boolean isAmbient() {
    return database == null;
  }

  Schema withName(String newName) {
    return new Schema(id, oid, database, newName, owner, privileges);
  }

  Schema withOwner(RoleId newOwner, Acl newPrivileges) {
    return new Schema(id, oid, database, name, newOwner, newPrivileges);
  }
}
