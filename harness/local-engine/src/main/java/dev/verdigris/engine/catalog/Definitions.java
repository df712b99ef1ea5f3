package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.sql.CreateStatement.ColumnDefinition;
import dev.verdigris.engine.sql.CreateStatement.CreateType;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Query;
import java.util.List;
import java.util.Set;

/**
 * What the catalog needs to know of SQL that it stores: what queries, types and expressions mean.
 * All throw {@link dev.verdigris.engine.SqlException} in Materialize's words.
 */
public interface Definitions {

  /**
   * A query as a definition.
   *
   * @param resolved the query as it is stored: every name complete and with its id
   * @param sql the same in PostgreSQL
   * @param columns what it gives
   * @param dependencies the items that it names: relations, types and functions
   * @param constant whether it reads no relation and no clock
   * @param keys positions, from 0, of columns that are unique together; none if none is certain
   */
  record DefinedQuery(
      Query resolved,
      String sql,
      List<Column> columns,
      Set<ItemId> dependencies,
      boolean constant,
      List<List<Integer>> keys) {}

  /**
   * A table's column as a definition.
   *
   * @param resolved the definition as it is stored
   * @param column what it says
   * @param defaultValue the default in PostgreSQL; {@code NULL} if it has none
   * @param dependencies the types and functions that it names
   */
  record DefinedColumn(
      ColumnDefinition resolved, Column column, String defaultValue, Set<ItemId> dependencies) {}

  /**
   * An index's key as a definition.
   *
   * @param resolved the expression as it is stored
   * @param key what the catalog says of it
   * @param dependencies the functions that it names
   */
  record DefinedKey(Expr resolved, ItemFacts.IndexKey key, Set<ItemId> dependencies) {}

  /**
   * Defines a view's query.
   *
   * @param type {@link ObjectType#VIEW} or {@link ObjectType#MATERIALIZED_VIEW}, which may not call
   *     the clock
   */
  DefinedQuery query(Query query, ObjectType type, CatalogState state, SessionContext session);

  /** Defines a table's column. */
  DefinedColumn column(ColumnDefinition definition, CatalogState state, SessionContext session);

  /**
   * A type as a definition.
   *
   * @param resolved the statement as it is stored, but for its own name
   * @param dependencies the types that it names
   */
  record DefinedType(CreateType resolved, Set<ItemId> dependencies) {}

  /** Defines a type. */
  DefinedType type(CreateType type, CatalogState state, SessionContext session);

  /** Defines an index's key on a relation. */
  DefinedKey key(Expr expr, Item on, CatalogState state, SessionContext session);
}
