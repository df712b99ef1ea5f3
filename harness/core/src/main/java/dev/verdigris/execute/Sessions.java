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
import java.util.function.Supplier;

/**
 * Opens connections as a deployment needs them: no server-prepared statements (they do not live
 * through a swap), no welcome notice, an application name that tells what the session is for. What
 * the server's URL says beside that holds, too.
 */
public final class Sessions implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String OWN_DEADLINES = " --statement_timeout=0";
  private static final String NOTHING_SENT = "nothing was sent";

  private final Server server;
  private final DeploymentName deployment;
  private final Duration statementTimeout;
  private final Interruption interruption;
  private final ScheduledExecutorService timer;
  private final ReadSessions reads;
  private volatile Supplier<String> state = () -> NOTHING_SENT;
  private volatile boolean reached;

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
   * From now on a server that cannot be reached any more is told of with the state that was left.
   */
  public void tellState(Supplier<String> text) {
    state = text;
  }

  /**
   * A session for our own statements. Their deadlines are ours: the server's {@code
   * statement_timeout}, which ends some statements and not others, is off, whatever the role or the
   * server has.
   *
   * @param purpose one word for the application name, for example {@code promote}
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached
   */
  public Session open(String purpose) {
    return open(purpose, statementTimeout);
  }

  /**
   * A session whose statements have another deadline.
   *
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached
   */
  public Session open(String purpose, Duration deadline) {
    return session(connection(purpose, OWN_DEADLINES), deadline);
  }

  /**
   * A session that reads the state for a message; where it fails it does not ask for the state.
   *
   * @throws SQLException when the server cannot be reached
   */
  public Session openForState() throws SQLException {
    return session(connect("state", OWN_DEADLINES), statementTimeout);
  }

  private Session session(Connection connection, Duration deadline) {
    return new Session(connection, deadline, timer, interruption, this::describe);
  }

  /**
   * A plain connection, for the user's own statements.
   *
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached
   */
  public Connection connection(String purpose) {
    return connection(purpose, "");
  }

  private Connection connection(String purpose, String options) {
    try {
      Connection connection = connect(purpose, options);
      reached = true;
      return connection;
    } catch (SQLException e) {
      String left = reached ? state.get() : NOTHING_SENT;
      throw ConnectionProblems.unreachable(server, left, e).exception(e);
    }
  }

  private Connection connect(String purpose, String options) throws SQLException {
    ConnectionUrl url = ConnectionUrl.of(server.url());
    Properties properties = new Properties();
    properties.putAll(server.properties());
    properties.putAll(url.parameters());
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("ApplicationName", "verdigris " + deployment + " " + purpose);
    properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    // A server that takes the connection and then does not answer is given up, too.
    properties.setProperty("loginTimeout", Double.toString(loginTimeout().toMillis() / 1000.0));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "options", ConnectionUrl.options(properties, "--welcome_message=off" + options));
    return DriverManager.getConnection(url.address(), properties);
  }

  private Duration loginTimeout() {
    return statementTimeout.compareTo(CONNECT_TIMEOUT) < 0 ? statementTimeout : CONNECT_TIMEOUT;
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
