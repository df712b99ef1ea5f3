package dev.verdigris.engine.catalog;

import java.util.Locale;

/** The types of objects that have names, owners, rights or comments. */
public enum ObjectType {
  /** A table. */
  TABLE,
  /** A source. */
  SOURCE,
  /** A view. */
  VIEW,
  /** A materialized view. */
  MATERIALIZED_VIEW,
  /** An index. */
  INDEX,
  /** A sink. */
  SINK,
  /** A connection. */
  CONNECTION,
  /** A secret. */
  SECRET,
  /** A data type. */
  TYPE,
  /** A function. */
  FUNCTION,
  /** A database. */
  DATABASE,
  /** A schema. */
  SCHEMA,
  /** A cluster. */
  CLUSTER,
  /** A replica of a cluster. */
  CLUSTER_REPLICA,
  /** A role. */
  ROLE,
  /** The whole server: what CREATECLUSTER and the like are granted on. */
  SYSTEM;

  /** Upper case, with spaces: {@code MATERIALIZED VIEW}. */
  public String sql() {
    return name().replace('_', ' ');
  }

  /** Lower case, with spaces, as in errors: {@code materialized view}. */
  public String words() {
    return sql().toLowerCase(Locale.ROOT);
  }

  /**
   * As the catalog's columns {@code type} and {@code object_type} have it: {@code
   * materialized-view}.
   */
  public String catalogName() {
    return words().replace(' ', '-');
  }

  /** The type with that {@link #catalogName()}. */
  public static ObjectType ofCatalogName(String name) {
    return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /** With its article: {@code an index}, {@code a view}. */
  String withArticle() {
    return (this == INDEX ? "an " : "a ") + words();
  }

  /** Whether it lives in a schema. */
  public boolean isItem() {
    return compareTo(FUNCTION) <= 0;
  }

  /** Whether a query can read it. */
  public boolean isRelation() {
    return compareTo(MATERIALIZED_VIEW) <= 0;
  }
}
