package dev.verdigris.engine.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error that PostgreSQL answered with, in its own words. */
final class PostgresException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Map<Character, String> fields;

  PostgresException(Map<Character, String> fields) {
    super(fields.getOrDefault('M', "PostgreSQL did not say what failed"));
    this.fields = Map.copyOf(fields);
  }

  String sqlState() {
    return fields.getOrDefault('C', "XX000");
  }

  String message() {
    return fields.getOrDefault('M', "PostgreSQL did not say what failed");
  }

  @Nullable String detail() {
    return fields.get('D');
  }

  /** The table that the error is about, by its name in PostgreSQL. */
  @Nullable String table() {
    return fields.get('t');
  }

  /** The column that the error is about, by its name in PostgreSQL. */
  @Nullable String column() {
    return fields.get('c');
  }

  @Nullable String hint() {
    return fields.get('H');
  }
}
