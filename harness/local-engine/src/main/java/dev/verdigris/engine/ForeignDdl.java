package dev.verdigris.engine;

import dev.verdigris.engine.fault.Spans;
import dev.verdigris.engine.fault.Steerings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody else who changes the catalog, with a session of their own on the internal port: creates
 * a schema and drops it again, which ends every open transaction of swaps and leaves nothing but
 * entries of the audit log.
 */
final class ForeignDdl {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignDdl.class);
  private static final String CHURN = "ddl_churns";
  private static final String SCHEMA = "materialize.verdigris_engine_churn";

  private final Steerings steerings;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "verdigris-foreign-ddl");
            thread.setDaemon(true);
            return thread;
          });
  private String url = "";
  private @Nullable Connection connection;
  private @Nullable ScheduledFuture<?> churn;

  ForeignDdl(Steerings steerings) {
    this.steerings = steerings;
  }

  synchronized void use(String newUrl) {
    url = newUrl;
    disconnect();
  }

  /** Changes the catalog now. */
  synchronized void run() {
    try {
      Connection session = connection;
      if (session == null || session.isClosed()) {
        session = connect();
        connection = session;
      }
      try (Statement statement = session.createStatement()) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
        statement.execute("DROP SCHEMA " + SCHEMA);
      }
    } catch (SQLException e) {
      disconnect();
      throw new IllegalStateException("cannot change the catalog from another session", e);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("ApplicationName", "verdigris_engine");
    properties.setProperty("options", "--welcome_message=off");
    return DriverManager.getConnection(url, properties);
  }

  synchronized void churn(Duration every) {
    end();
    churn = clock.scheduleWithFixedDelay(this::turn, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    steerings.set(CHURN, "", "every " + Spans.text(every));
  }

  private void turn() {
    try {
      run();
      steerings.fired(CHURN, "", "created and dropped " + SCHEMA);
    } catch (IllegalStateException e) {
      // While the engine starts anew there is nobody to talk to; the next turn tries again.
      LOG.debug("no DDL this time", e);
    }
  }

  synchronized void end() {
    if (churn != null) {
      churn.cancel(false);
      churn = null;
      steerings.unset(CHURN, "");
    }
  }

  private void disconnect() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        // Of no use any more either way.
      }
    }
  }

  void close() {
    clock.shutdownNow();
    synchronized (this) {
      disconnect();
    }
  }
}
