package dev.verdigris.execute;

import dev.verdigris.DeploymentName;
import dev.verdigris.Server;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Opens connections as a deployment needs them: no server-prepared statements (they do not live
 * through a swap), no welcome notice, an application name that tells what the session is for.
 */
public final class Sessions implements AutoCloseable {
  private static final String CONNECT_TIMEOUT_SECONDS = "10";

  private final Server server;
  private final DeploymentName deployment;
  private final Duration statementTimeout;
  private final Interruption interruption;
  private final ScheduledExecutorService timer;
  private final ReadSessions reads;

  /** Sessions on {@code server}, each statement with a deadline of its own. */
  public Sessions(
      Server server,
      DeploymentName deployment,
      Duration statementTimeout,
      Interruption interruption) {
    this(server, deployment, statementTimeout, interruption, 1);
  }

  /**
   * The same.
   *
   * @param readers how many sessions validations may read with at once; at least 1
   */
  public Sessions(
      Server server,
      DeploymentName deployment,
      Duration statementTimeout,
      Interruption interruption,
      int readers) {
    this.server = server;
    this.deployment = deployment;
    this.statementTimeout = statementTimeout;
    this.interruption = interruption;
    this.timer = Deadlines.timer();
    this.reads = new ReadSessions(this, readers, statementTimeout);
  }

  /** Sessions that validations read with. */
  public ReadSessions reads() {
    return reads;
  }

  /**
   * A session for our own statements.
   *
   * @param purpose one word for the application name, for example {@code promote}
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached
   */
  public Session open(String purpose) {
    return new Session(connection(purpose), statementTimeout, timer, interruption, this::describe);
  }

  /**
   * A plain connection, for the user's own statements.
   *
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached
   */
  public Connection connection(String purpose) {
    Properties properties = new Properties();
    properties.putAll(server.properties());
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("ApplicationName", "verdigris " + deployment + " " + purpose);
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("options", "--welcome_message=off");
    try {
      return DriverManager.getConnection(server.url(), properties);
    } catch (SQLException e) {
      throw ConnectionProblems.unreachable(server, e).exception(e);
    }
  }

  /** What the server is, for people. */
  public String describe() {
    return server.description();
  }

  /** Addresses of the server's own Kafka brokers. */
  public List<URI> brokers() {
    return server.brokers();
  }

  @Override
  public void close() {
    reads.close();
    timer.shutdownNow();
  }
}
