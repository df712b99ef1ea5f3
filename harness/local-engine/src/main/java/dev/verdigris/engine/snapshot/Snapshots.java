package dev.verdigris.engine.snapshot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that reads one snapshot after the other: {@link #fix} settles what is seen, the
 * reads follow, {@link #end} lets go. One thread at a time.
 */
public final class Snapshots implements AutoCloseable {

  private static final int FETCH_ROWS = 2_000;

  private final ConnectionSource source;
  private @Nullable Connection connection;

  /** Snapshots of one PostgreSQL; connects when the first one is taken. */
  public Snapshots(ConnectionSource source) {
    this.source = source;
  }

  /** Makes connections to PostgreSQL. */
  @FunctionalInterface
  public interface ConnectionSource {
    /** A new connection of the caller's own. */
    Connection connect() throws SQLException;
  }

  /** Takes a row, as PostgreSQL prints its values. */
  @FunctionalInterface
  public interface RowTaker {
    /** One row; the list is the taker's own. */
    void take(List<@Nullable String> row);
  }

  /**
   * Begins a snapshot: what is committed now is seen, what is committed later is not.
   *
   * @param timestamp what {@code mz_now()} says in it
   */
  public void fix(long timestamp) throws SQLException {
    Connection current = connection;
    if (current == null || !current.isValid(5)) {
      current = open();
      connection = current;
    }
    try (Statement statement = current.createStatement()) {
      // The first statement that needs a snapshot settles it.
      statement.execute("SELECT set_config('mz.now', '" + timestamp + "', true)");
    }
  }

  /**
   * Goes to another time with the same data.
   *
   * @param timestamp what {@code mz_now()} says from here on
   */
  public void moveTo(long timestamp) throws SQLException {
    try (Statement statement = transaction().createStatement()) {
      statement.execute("SELECT set_config('mz.now', '" + timestamp + "', true)");
    }
  }

  /** Reads the rows of a query in the snapshot that is open. */
  public void read(String sql, RowTaker taker) throws SQLException {
    try (Statement statement = transaction().createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<@Nullable String> row = new ArrayList<>(columns);
          for (int i = 1; i <= columns; i++) {
            row.add(rows.getString(i));
          }
          taker.take(row);
        }
      }
    }
  }

  /** The connection inside the snapshot that is open, to write beside it. */
  public Connection transaction() {
    Connection current = connection;
    if (current == null) {
      throw new IllegalStateException("no snapshot is open");
    }
    return current;
  }

  /** Ends the snapshot and keeps what was written beside it. */
  public void commit() throws SQLException {
    transaction().commit();
  }

  /** Ends the snapshot. */
  public void end() {
    Connection current = connection;
    if (current != null) {
      try {
        current.rollback();
      } catch (SQLException e) {
        // A connection that cannot roll back is of no use; the next snapshot opens another.
        close();
      }
    }
  }

  @Override
  public void close() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        // It is being thrown away.
      }
    }
  }

  private Connection open() throws SQLException {
    Connection opened = source.connect();
    try (Statement statement = opened.createStatement()) {
      statement.execute(
          "SET search_path = mz, pg_catalog; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY';"
              + " SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'");
    }
    opened.setAutoCommit(false);
    opened.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return opened;
  }
}
