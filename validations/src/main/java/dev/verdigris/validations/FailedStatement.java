package dev.verdigris.validations;

import java.sql.SQLException;

/** A statement failed; remembers which. */
final class FailedStatement extends SQLException {
  private static final long serialVersionUID = 1L;

  private final String sql;
  private final SQLException failure;

  FailedStatement(String sql, SQLException failure) {
    super(failure.getMessage(), failure.getSQLState(), failure);
    this.sql = sql;
    this.failure = failure;
  }

  String sql() {
    return sql;
  }

  /** What the server or the driver said. */
  SQLException failure() {
    return failure;
  }
}
