package dev.verdigris.project;

/** What a model creates. Tables, sources and sinks are no models: they would swap away. */
public enum ModelKind {
  /** A view: computed when read, or kept by its indexes. */
  VIEW("VIEW"),
  /** A materialized view: kept by a cluster. */
  MATERIALIZED_VIEW("MATERIALIZED VIEW");

  private final String sql;

  ModelKind(String sql) {
    this.sql = sql;
  }

  /** As SQL: {@code MATERIALIZED VIEW}. */
  public String sql() {
    return sql;
  }
}
