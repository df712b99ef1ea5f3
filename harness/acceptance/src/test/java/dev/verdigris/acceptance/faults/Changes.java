package dev.verdigris.acceptance.faults;

import dev.verdigris.acceptance.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the source all the time, change after change: number {@code n} is a row of its own that
 * makes, for an even one, a new key, and for an odd one the last key's new value. A server that
 * went away is waited for, and the change that was under way is made exactly once.
 *
 * <p>Each is a transaction of every sink, which is half of what a cell costs; so there are few of
 * them by themselves, and one at once where {@link #nudge} asks for it.
 */
final class Changes implements AutoCloseable {
  private static final long PAUSE_MILLIS = 400;
  private static final long RETRY_MILLIS = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final TestServer server;
  private final String table;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "changes");
  private volatile int made;
  private volatile @Nullable Throwable failure;

  private Changes(TestServer server, String table) {
    this.server = server;
    this.table = table;
  }

  static Changes begin(TestServer server, SmallProduction production) {
    Changes changes = new Changes(server, production.table());
    changes.thread.setDaemon(true);
    changes.thread.start();
    return changes;
  }

  /** Makes one now. */
  void nudge() {
    nudges.release();
  }

  /** Makes a few more changes, ends, and says how many there are: numbers 0 to that, exclusive. */
  int end() throws InterruptedException {
    int now = made;
    while (thread.isAlive() && made < now + 3) {
      nudge();
      thread.join(RETRY_MILLIS / 5);
    }
    close();
    Throwable failed = failure;
    if (failed != null) {
      throw new AssertionError("the source could not be written to", failed);
    }
    return made;
  }

  @Override
  public void close() {
    end.countDown();
    nudge();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (end.getCount() > 0) {
        write();
      }
    } catch (SQLException | InterruptedException e) {
      failure = e;
    }
  }

  /** Writes until the connection is lost or the end comes. */
  private void write() throws SQLException, InterruptedException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
        rows.next();
        made = rows.getInt(1);
      }
      while (end.getCount() > 0) {
        boolean unused = nudges.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        int n = made;
        statement.execute("INSERT INTO " + table + " VALUES (" + n / 2 + ", " + n + ")");
        made = n + 1;
      }
    } catch (SQLException e) {
      if (e.getSQLState() == null
          || !(e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57"))) {
        throw e;
      }
    }
  }

  private Connection connect() throws SQLException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      try {
        return server.connect();
      } catch (SQLException e) {
        boolean patient = System.nanoTime() - begin < PATIENCE_NANOS;
        if (!patient || end.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw e;
        }
      }
    }
  }
}
