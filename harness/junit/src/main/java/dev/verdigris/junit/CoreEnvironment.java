package dev.verdigris.junit;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Green;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** What validations and phases are given, and what ends their reads when they take too long. */
final class CoreEnvironment implements DeploymentEnvironment {
  private final DeploymentConfig config;
  private final DeploymentRun run;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  CoreEnvironment(DeploymentConfig config, DeploymentRun run) {
    this.config = config;
    this.run = run;
  }

  @Override
  public DeploymentConfig config() {
    return config;
  }

  @Override
  public Green green() {
    return run.green();
  }

  @Override
  public Blue blue() {
    return run.blue();
  }

  @Override
  public DataSource dataSource() {
    return new GreenDataSource(this::connect);
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException broken) {
      return true;
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = green().connection();
    open.removeIf(CoreEnvironment::isClosed);
    open.add(connection);
    return connection;
  }

  /** Breaks the connections: a thread that waits for an answer heeds no interrupt. */
  void endReads() {
    for (Connection connection : open) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException alreadyBroken) {
        // It reads no longer, which is what is wanted.
      }
    }
    open.clear();
  }
}
