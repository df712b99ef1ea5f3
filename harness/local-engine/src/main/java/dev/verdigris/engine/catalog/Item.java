package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whatever lives in a schema: relations, indexes, sinks, connections, secrets, types, functions.
 *
 * @param id its id
 * @param oid its number in {@code pg_catalog}
 * @param schema where it is; for a temporary item {@link CatalogState#TEMPORARY_SCHEMA}
 * @param temporary which session's it is, by {@code SessionContext.temporarySchema()}; null for all
 *     that is not temporary
 * @param name unique in its schema
 * @param type what it is
 * @param owner who owns it
 * @param privileges what was granted on it
 * @param columns of a relation, in order; empty for all else
 * @param cluster where it is computed; null where it is not
 * @param dependencies what its definition names, items only; not its cluster
 * @param createSql its definition as stored, with ids: {@code CREATE VIEW … FROM [u1 AS …]}; null
 *     for what is not defined by SQL
 * @param facts what only its type has
 * @param physical what it is called in PostgreSQL, quoted; null if it is nothing there
 */
public record Item(
    ItemId id,
    long oid,
    SchemaId schema,
    @Nullable String temporary,
    String name,
    ObjectType type,
    RoleId owner,
    Acl privileges,
    List<Column> columns,
    @Nullable ClusterId cluster,
    Set<ItemId> dependencies,
    @Nullable String createSql,
    ItemFacts facts,
    @Nullable String physical) {

  /** Copies the collections. */
  public Item {
    columns = List.copyOf(columns);
    dependencies = Set.copyOf(dependencies);
  }

  /** Whether it is the server's own. */
  public boolean isSystem() {
    return id.isSystem();
  }

  /**
   * What it is called in PostgreSQL, ready to stand in a query.
   *
   * @throws SqlException 0A000 if the server has it and the engine does not model it
   */
  public String physicalName() {
    if (physical == null) {
      throw SqlException.unsupported(type.words() + " " + name);
    }
    return physical;
  }

  /**
   * What it is in PostgreSQL to a session, ready to stand in a query: what tells of one's own
   * rights is a function of the session's role.
   *
   * @throws SqlException 0A000 if the server has it and the engine does not model it
   */
  public String physicalName(SessionContext session) {
    String physicalName = physicalName();
    return isSystem() && SystemRelations.ofRole(name)
        ? "mz_local." + Physical.quote(name) + "(" + Physical.literal(session.role()) + ")"
        : physicalName;
  }

  /**
   * What a column is called in PostgreSQL: users' columns go by position, so that their names may
   * be longer than PostgreSQL's.
   *
   * @param position from 1
   */
  public String physicalColumn(int position) {
    return isSystem() ? columns.get(position - 1).name() : "c" + position;
  }

  /** Positions, from 0, of columns that are unique together: of none or more such sets. */
  public List<List<Integer>> keys() {
    if (facts instanceof ItemFacts.Export export) {
      return export.keys();
    }
    return facts instanceof ItemFacts.Defined defined ? defined.keys() : List.of();
  }

  /** Position of a column, from 1; 0 if there is none of that name. */
  public int position(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i + 1;
      }
    }
    return 0;
  }

  Item withName(String newName) {
    return new Item(
        id,
        oid,
        schema,
        temporary,
        newName,
        type,
        owner,
        privileges,
        columns,
        cluster,
        dependencies,
        createSql,
        facts,
        physical);
  }

  Item withOwner(RoleId newOwner, Acl newPrivileges) {
    return new Item(
        id,
        oid,
        schema,
        temporary,
        name,
        type,
        newOwner,
        newPrivileges,
        columns,
        cluster,
        dependencies,
        createSql,
        facts,
        physical);
  }

  Item withSql(String newSql) {
    return new Item(
        id,
        oid,
        schema,
        temporary,
        name,
        type,
        owner,
        privileges,
        columns,
        cluster,
        dependencies,
        newSql,
        facts,
        physical);
  }
}
