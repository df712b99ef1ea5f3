package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import java.util.List;

/** Errors of DDL, in Materialize's words. */
final class DdlErrors {
  private DdlErrors() {}

  static SqlException catalogChanged() {
    return SqlException.of(
            "40001", "another session modified the catalog while this DDL transaction was open")
        .withHint(
            "Currently, DDL transactions fail when any other DDL happens concurrently, even on"
                + " unrelated schemas/clusters.");
  }

  static SqlException schemaExists(String name) {
    return SqlException.internal("schema '" + name + "' already exists");
  }

  static SqlException databaseExists(String name) {
    return SqlException.internal("database '" + name + "' already exists");
  }

  static SqlException clusterExists(String name) {
    return SqlException.internal("cluster '" + name + "' already exists");
  }

  static SqlException roleExists(String name) {
    return SqlException.internal("role '" + name + "' already exists");
  }

  static SqlException itemExists(ObjectType type, List<String> fullName) {
    return SqlException.internal(
        type.words() + " \"" + String.join(".", fullName) + "\" already exists");
  }

  static SqlException unacceptableSchema(String name) {
    return SqlException.internal("unacceptable schema name '" + name + "'")
        .withDetail("The prefixes \"mz_\" and \"pg_\" are reserved for system schemas.");
  }

  static SqlException reservedCluster(String name) {
    return SqlException.internal("cluster name \"" + name + "\" is reserved")
        .withDetail("The prefixes \"mz_\" and \"pg_\" are reserved for system clusters.");
  }

  static SqlException reservedRole(String name) {
    return SqlException.internal("role name \"" + name + "\" is reserved")
        .withDetail(
            "The role \"public\" and the prefixes \"mz_\" and \"pg_\" are reserved for system"
                + " roles.");
  }

  static SqlException duplicateColumn(String name) {
    return SqlException.internal("column \"" + name + "\" specified more than once");
  }

  /** An item that is of another type than the statement says. */
  static SqlException wrongType(Item item, ObjectType wanted) {
    if (wanted == ObjectType.VIEW && item.type() == ObjectType.MATERIALIZED_VIEW) {
      return SqlException.internal(item.name() + " is not a view")
          .withHint("Use DROP MATERIALIZED VIEW to remove a materialized view.");
    }
    return SqlException.internal(
        item.name() + " is a " + item.type().words() + " not " + wanted.withArticle());
  }

  static SqlException dependedUpon(String what, String dependent) {
    return SqlException.internal("cannot drop " + what + ": still depended upon by " + dependent)
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  static SqlException clusterInUse(String name) {
    return SqlException.internal(
            "cannot drop cluster \"" + name + "\" because other objects depend on it")
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  static SqlException ownedDependedUpon() {
    return SqlException.internal("cannot drop owned objects because other objects depend on them")
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  static boolean isReserved(String name) {
    return name.startsWith("mz_") || name.startsWith("pg_");
  }
}
