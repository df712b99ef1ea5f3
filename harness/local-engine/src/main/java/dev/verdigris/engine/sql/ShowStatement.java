package dev.verdigris.engine.sql;

import org.jspecify.annotations.Nullable;

/** {@code SHOW …}, but of variables. */
public sealed interface ShowStatement extends Statement {

  /** What a list shows. */
  enum Listing {
    CLUSTERS("CLUSTERS"),
    CLUSTER_REPLICAS("CLUSTER REPLICAS"),
    DATABASES("DATABASES"),
    SCHEMAS("SCHEMAS"),
    OBJECTS("OBJECTS"),
    TABLES("TABLES"),
    VIEWS("VIEWS"),
    MATERIALIZED_VIEWS("MATERIALIZED VIEWS"),
    SOURCES("SOURCES"),
    SUBSOURCES("SUBSOURCES"),
    SINKS("SINKS"),
    INDEXES("INDEXES"),
    CONNECTIONS("CONNECTIONS"),
    SECRETS("SECRETS"),
    TYPES("TYPES"),
    ROLES("ROLES"),
    NETWORK_POLICIES("NETWORK POLICIES"),
    CONTINUAL_TASKS("CONTINUAL TASKS"),
    PRIVILEGES("PRIVILEGES"),
    DEFAULT_PRIVILEGES("DEFAULT PRIVILEGES"),
    ROLE_MEMBERSHIP("ROLE MEMBERSHIP");

    private final String sql;

    Listing(String sql) {
      this.sql = sql;
    }

    /** Its keywords. */
    public String sql() {
      return sql;
    }
  }

  /**
   * A list.
   *
   * @param from the schema (of SCHEMAS: the database) to list; null for the session's
   * @param on the relation (of INDEXES) or source (of TABLES and SUBSOURCES) to list
   * @param cluster the cluster to list
   * @param of for PRIVILEGES and DEFAULT PRIVILEGES the kind after ON; SYSTEM is null with {@code
   *     system}
   * @param system whether PRIVILEGES says ON SYSTEM
   * @param role for PRIVILEGES, DEFAULT PRIVILEGES and ROLE MEMBERSHIP the role after FOR
   * @param filter which rows
   */
  record ShowObjects(
      Listing listing,
      @Nullable ObjectName from,
      @Nullable ObjectName on,
      @Nullable ClusterName cluster,
      @Nullable ObjectKind of,
      boolean system,
      @Nullable Ident role,
      @Nullable Filter filter)
      implements ShowStatement {}

  /** {@code SHOW COLUMNS FROM relation}. */
  record ShowColumns(ObjectName relation, @Nullable Filter filter) implements ShowStatement {}

  /** {@code SHOW [REDACTED] CREATE kind name}. */
  record ShowCreate(ObjectKind kind, ObjectName name, boolean redacted) implements ShowStatement {}

  /** Which rows of a list. */
  sealed interface Filter {
    /** {@code LIKE pattern}. */
    record Like(String pattern) implements Filter {}

    /** {@code WHERE expr}. */
    record Where(Expr expr) implements Filter {}
  }
}
