package dev.verdigris.execute;

import dev.verdigris.catalog.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One connection whose statements end at a deadline of our own: a cancel request first, and if that
 * has no effect, the connection is cut. The server's {@code statement_timeout} is not enough: some
 * waits do not heed it.
 */
public final class Session implements Queries, AutoCloseable {
  /** How long a cancelled statement may take to end before the connection is cut. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Connection connection;
  private final Duration timeout;
  private final ScheduledExecutorService timer;
  private final Interruption interruption;
  private final Supplier<String> server;

  Session(
      Connection connection,
      Duration timeout,
      ScheduledExecutorService timer,
      Interruption interruption,
      Supplier<String> server) {
    this.connection = connection;
    this.timeout = timeout;
    this.timer = timer;
    this.interruption = interruption;
    this.server = server;
  }

  /** Sends a statement that answers no rows, with the session's deadline. */
  public void execute(String sql) throws SQLException {
    execute(sql, timeout);
  }

  /** Sends a statement that answers no rows. */
  public void execute(String sql, Duration deadline) throws SQLException {
    within(
        deadline,
        false,
        statement -> {
          statement.execute(sql);
          return true;
        });
  }

  /** Sends a statement that changes rows, with the session's deadline; how many it changed. */
  int update(String sql) throws SQLException {
    return within(timeout, false, statement -> statement.executeUpdate(sql));
  }

  /** Sends a statement that only waits, so that an interruption may cancel it. */
  public void executeCancellable(String sql, Duration deadline) throws SQLException {
    within(
        deadline,
        true,
        statement -> {
          statement.execute(sql);
          return true;
        });
  }

  /** Sends a query with the session's deadline. */
  @Override
  public <T> T query(String sql, ResultReader<T> reader) throws SQLException {
    return query(sql, timeout, false, reader);
  }

  /** Sends a query that may wait long, so that an interruption may cancel it. */
  public <T> T queryCancellable(String sql, ResultReader<T> reader) throws SQLException {
    return query(sql, timeout, true, reader);
  }

  /** Sends a query that may wait as long as {@code deadline}; an interruption may cancel it. */
  public <T> T queryCancellable(String sql, Duration deadline, ResultReader<T> reader)
      throws SQLException {
    return query(sql, deadline, true, reader);
  }

  /** The deadline of statements that name none. */
  Duration timeout() {
    return timeout;
  }

  private <T> T query(String sql, Duration deadline, boolean cancellable, ResultReader<T> reader)
      throws SQLException {
    return within(
        deadline,
        cancellable,
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
          }
        });
  }

  /** What the server is, for people. */
  public String server() {
    return server.get();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection is gone either way, and nothing was open in it.
      return;
    }
  }

  /** Sends something over a statement. */
  private interface Work<T> {
    T with(Statement statement) throws SQLException;
  }

  private <T> T within(Duration deadline, boolean cancellable, Work<T> work) throws SQLException {
    AtomicBoolean expired = new AtomicBoolean();
    try (Statement statement = connection.createStatement()) {
      ScheduledFuture<?> cancel =
          timer.schedule(
              () -> {
                expired.set(true);
                cancel(statement);
              },
              deadline.toMillis(),
              TimeUnit.MILLISECONDS);
      ScheduledFuture<?> abort =
          timer.schedule(this::abort, deadline.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      Interruption.Registration registration =
          cancellable ? interruption.onRequest(() -> cancel(statement)) : () -> {};
      try (registration) {
        return work.with(statement);
      } catch (SQLException e) {
        if (expired.get()) {
          throw new DeadlineException(deadline, e);
        }
        throw e;
      } finally {
        cancel.cancel(false);
        abort.cancel(false);
      }
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // The statement has ended, or the server is gone, which the statement itself will tell.
      return;
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // The statement that waits will tell what happened to its connection.
      return;
    }
  }
}
