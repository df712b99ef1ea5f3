package dev.verdigris.engine.sql;

/** The kinds of things that SQL names. */
public enum ObjectKind {
  TABLE("TABLE", "TABLES"),
  VIEW("VIEW", "VIEWS"),
  MATERIALIZED_VIEW("MATERIALIZED VIEW", "MATERIALIZED VIEWS"),
  SOURCE("SOURCE", "SOURCES"),
  SINK("SINK", "SINKS"),
  INDEX("INDEX", "INDEXES"),
  TYPE("TYPE", "TYPES"),
  ROLE("ROLE", "ROLES"),
  CLUSTER("CLUSTER", "CLUSTERS"),
  CLUSTER_REPLICA("CLUSTER REPLICA", "CLUSTER REPLICAS"),
  SECRET("SECRET", "SECRETS"),
  CONNECTION("CONNECTION", "CONNECTIONS"),
  DATABASE("DATABASE", "DATABASES"),
  SCHEMA("SCHEMA", "SCHEMAS"),
  FUNCTION("FUNCTION", "FUNCTIONS"),
  CONTINUAL_TASK("CONTINUAL TASK", "CONTINUAL TASKS"),
  NETWORK_POLICY("NETWORK POLICY", "NETWORK POLICIES");

  private final String sql;
  private final String plural;

  ObjectKind(String sql, String plural) {
    this.sql = sql;
    this.plural = plural;
  }

  /** Its keywords. */
  public String sql() {
    return sql;
  }

  /** Its keywords for many of them. */
  public String plural() {
    return plural;
  }
}
