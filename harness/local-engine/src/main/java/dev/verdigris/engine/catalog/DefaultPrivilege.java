package dev.verdigris.engine.catalog;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is granted on objects when they are made.
 *
 * @param owner whose objects; {@link RoleId#PUBLIC} for all roles
 * @param database in which database; null: everywhere
 * @param schema in which schema; null: everywhere
 * @param type on which objects; {@link ObjectType#TABLE} stands for all relations
 * @param grantee to whom
 * @param privileges what; never empty
 */
public record DefaultPrivilege(
    RoleId owner,
    @Nullable DatabaseId database,
    @Nullable SchemaId schema,
    ObjectType type,
    RoleId grantee,
    Set<Privilege> privileges) {

  /** Copies the set. */
  public DefaultPrivilege {
    privileges = Collections.unmodifiableSet(EnumSet.copyOf(privileges));
  }

  /** Whether both are one entry of the catalog, whatever their privileges. */
  boolean isBeside(DefaultPrivilege other) {
    return owner.equals(other.owner)
        && Objects.equals(database, other.database)
        && Objects.equals(schema, other.schema)
        && type == other.type
        && grantee.equals(other.grantee);
  }
}
