package dev.verdigris.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Sends queries; what the snapshot needs of a session. */
public interface Queries {

  /**
   * Sends a query and reads its result.
   *
   * @throws SQLException what the server says, or that it went away
   */
  <T> T query(String sql, ResultReader<T> reader) throws SQLException;

  /** Reads a result. */
  @FunctionalInterface
  interface ResultReader<T> {
    /** Reads the whole result. */
    T read(ResultSet rows) throws SQLException;
  }
}
