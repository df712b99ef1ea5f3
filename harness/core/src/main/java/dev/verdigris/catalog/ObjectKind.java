package dev.verdigris.catalog;

import java.util.Locale;

/** What an object of the catalog is. */
public enum ObjectKind {
  /** A table, whether written to by users or fed by a source. */
  TABLE,
  /** A source. */
  SOURCE,
  /** A view, which stores nothing. */
  VIEW,
  /** A materialized view. */
  MATERIALIZED_VIEW,
  /** An index; it lives in the schema of its relation. */
  INDEX,
  /** A sink. */
  SINK,
  /** A connection. */
  CONNECTION,
  /** A secret. */
  SECRET,
  /** A user's type. */
  TYPE,
  /** A function. */
  FUNCTION,
  /** A kind that this version does not know. */
  OTHER;

  /** The kind that {@code mz_objects.type} names. */
  public static ObjectKind of(String catalogName) {
    for (ObjectKind kind : values()) {
      if (kind.catalogName().equals(catalogName)) {
        return kind;
      }
    }
    return OTHER;
  }

  /** As {@code mz_objects.type} has it: {@code materialized-view}. */
  public String catalogName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As statements have it: {@code MATERIALIZED VIEW}. */
  public String sql() {
    return name().replace('_', ' ');
  }

  /** As people read it: {@code materialized view}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether rows can be selected from it. */
  public boolean isRelation() {
    return this == TABLE || this == SOURCE || this == VIEW || this == MATERIALIZED_VIEW;
  }

  /** Whether a deployment builds such objects anew; all others would move away at a swap. */
  public boolean isDeployed() {
    return this == VIEW || this == MATERIALIZED_VIEW || this == INDEX;
  }
}
