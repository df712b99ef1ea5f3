package dev.verdigris.engine.sink;

import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection on which all sinks write their small notes, each statement by itself. */
final class StoreConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreConnection.class);

  private final Snapshots.ConnectionSource source;
  private @Nullable Connection connection;
  private boolean closed;

  StoreConnection(Snapshots.ConnectionSource source) {
    this.source = source;
  }

  /** Work on the store. */
  @FunctionalInterface
  interface Work {
    /** Does it. */
    void run(Connection connection) throws SQLException;
  }

  /**
   * Does something; a failure is logged, since every note is made again: what was sent is asked
   * from Kafka, and a status is told at its next change.
   */
  synchronized void run(Work work) {
    if (closed) {
      return;
    }
    try {
      Connection current = connection;
      if (current == null || current.isClosed()) {
        current = source.connect();
        connection = current;
      }
      work.run(current);
    } catch (SQLException e) {
      LOG.warn("a note of a sink was not written", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("closing", e);
      }
    }
  }
}
