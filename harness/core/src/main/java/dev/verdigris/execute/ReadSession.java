package dev.verdigris.execute;

import dev.verdigris.catalog.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A session that reads one environment, on its cluster. Every statement ends at a deadline of our
 * own: what waits for a relation that is not hydrated heeds no timeout of the server. After a
 * failure it is not used again. Not for use by several threads.
 */
public final class ReadSession implements Queries, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Session session;
  private final String cluster;
  private final Ending ending;
  private boolean usable = true;
  private boolean closed;

  /**
   * Reads with a session.
   *
   * @param cluster what it reads on
   * @param ending hears that it is closed
   */
  ReadSession(Session session, String cluster, Ending ending) {
    this.session = session;
    this.cluster = cluster;
    this.ending = ending;
  }

  /** What becomes of the session. */
  interface Ending {
    void closed(boolean usable);
  }

  /**
   * Reads with a connection that belongs to no deployment, and closes it in the end. Its deadline
   * is one minute.
   *
   * @throws SQLException when the connection does not even tell its cluster
   */
  public static ReadSession over(Connection connection) throws SQLException {
    ScheduledExecutorService timer = Deadlines.timer();
    Session session =
        new Session(connection, TIMEOUT, timer, new Interruption(), () -> "the server");
    Ending ending =
        usable -> {
          session.close();
          timer.shutdownNow();
        };
    try {
      String cluster = session.query("SHOW cluster", rows -> rows.next() ? rows.getString(1) : "");
      return new ReadSession(session, cluster, ending);
    } catch (SQLException e) {
      ending.closed(false);
      throw e;
    }
  }

  /** The name of the cluster that it reads on. */
  public String cluster() {
    return cluster;
  }

  /**
   * Sends a statement that answers no rows.
   *
   * @throws DeadlineException when it was cancelled
   */
  public void execute(String sql, Duration deadline) throws SQLException {
    try {
      session.executeCancellable(sql, deadline);
    } catch (SQLException e) {
      usable = false;
      throw e;
    }
  }

  /** Sends a query with the deadline of the configuration, {@code timeouts.statement}. */
  @Override
  public <T> T query(String sql, ResultReader<T> reader) throws SQLException {
    try {
      return session.queryCancellable(sql, reader);
    } catch (SQLException e) {
      usable = false;
      throw e;
    }
  }

  /**
   * Sends a query.
   *
   * @throws DeadlineException when it was cancelled
   */
  public <T> T query(String sql, Duration deadline, ResultReader<T> reader) throws SQLException {
    try {
      return session.queryCancellable(sql, deadline, reader);
    } catch (SQLException e) {
      usable = false;
      throw e;
    }
  }

  /** The deadline of the configuration, {@code timeouts.statement}. */
  public Duration deadline() {
    return session.timeout();
  }

  /** Says that it is not to be used again, for example because a transaction is open in it. */
  public void spoil() {
    usable = false;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ending.closed(usable);
    }
  }
}
