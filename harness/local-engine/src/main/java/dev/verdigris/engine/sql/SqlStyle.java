package dev.verdigris.engine.sql;

/** How names and literals are written. */
public enum SqlStyle {
  /** All names in quotes, ids shown: what {@code create_sql} holds. */
  STORED,
  /** Names in quotes only where they must be, no ids: what SHOW CREATE shows. */
  SHOWN,
  /** As shown, but with ids and without any literal: what {@code redacted_create_sql} holds. */
  REDACTED
}
