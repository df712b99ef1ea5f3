package dev.verdigris.acceptance;

import dev.verdigris.Server;
import dev.verdigris.engine.LocalEngine;
import dev.verdigris.testkit.Login;
import dev.verdigris.testkit.Roles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server that acceptance tests run against: the one of {@code -Dverdigris.test.url} (and {@code
 * -Dverdigris.test.kafka}, a broker that it reaches), else a local engine, started once a JVM.
 *
 * <p>Deployments get it as the role that {@code docs/least-privilege.sql} makes, on a server that
 * checks rights: always the local engine, another server with {@code -Dverdigris.test.system}, the
 * URL of a superuser. The tests' own statements run as the role that production belongs to.
 */
public final class TestServer implements Server {
  /** The script that makes the role that deploys, as users have it. */
  public static final Path SCRIPT = Path.of("../../docs/least-privilege.sql");

  private final String description;
  private final String kafka;
  private final @Nullable LocalEngine engine;
  private final Roles roles;

  /** Who deploys. */
  private final Login deployer;

  /** Whose the tests' own statements are. */
  private final Login own;

  /** Whether a superuser makes what that role may not make. */
  private final boolean helped;

  private TestServer(String description, String kafka, @Nullable LocalEngine engine, Roles roles) {
    this.description = description;
    this.kafka = kafka;
    this.engine = engine;
    this.roles = roles;
    this.deployer = roles.deployer();
    this.own = roles.owner();
    this.helped = roles.areChecked();
  }

  private TestServer(TestServer server, Login login, boolean helped) {
    this.description = server.description;
    this.kafka = server.kafka;
    this.engine = server.engine;
    this.roles = server.roles;
    this.deployer = login;
    this.own = login;
    this.helped = helped;
  }

  private static final class Holder {
    static final TestServer SERVER = start();
  }

  public static TestServer shared() {
    return Holder.SERVER;
  }

  private static TestServer start() {
    String given = System.getProperty("verdigris.test.url", "");
    if (given.isEmpty()) {
      return LocalServer.start();
    }
    String system = System.getProperty("verdigris.test.system", "");
    try {
      return new TestServer(
          "the server of -Dverdigris.test.url",
          System.getProperty("verdigris.test.kafka", ""),
          null,
          system.isEmpty() ? Roles.one(given) : Roles.checked(given, system, SCRIPT));
    } catch (SQLException e) {
      throw new IllegalStateException("the server of -Dverdigris.test.system does not do", e);
    }
  }

  /** A local engine, which checks rights from now on. */
  public static TestServer local(LocalEngine engine) {
    try {
      return new TestServer(
          "local engine",
          engine.kafkaAddress(),
          engine,
          Roles.checked(engine.url(), engine.internalUrl(), SCRIPT));
    } catch (SQLException e) {
      throw new IllegalStateException("the local engine makes no roles", e);
    }
  }

  /** Whether it is the local engine, which can be steered. */
  public boolean isLocal() {
    return engine != null;
  }

  /** The local engine, to be steered; only where {@link #isLocal()}. */
  LocalEngine engine() {
    return Objects.requireNonNull(engine);
  }

  /** Whether it checks rights, so that there is more than one role. */
  boolean checksRights() {
    return roles.areChecked();
  }

  /** {@code host:port} of a broker that the server reaches; empty where there is none. */
  public String kafka() {
    return kafka;
  }

  /** The role that deploys. */
  public String deployer() {
    return deployer.name();
  }

  /** The role that production belongs to. */
  public String owner() {
    return own.name();
  }

  /** For another user: what gets it as a server, and the statements of tests. */
  TestServer as(String user) {
    return new TestServer(this, roles.owner().as(user), helped);
  }

  /** For the role that deploys. */
  public TestServer asDeployer() {
    return new TestServer(this, roles.deployer(), false);
  }

  /** For a superuser; the role that production belongs to where rights are not checked. */
  public TestServer asSystem() {
    return new TestServer(this, roles.system(), false);
  }

  /**
   * Gives the role that deploys what the script says further, with one more name.
   *
   * @param variable a variable of the script
   */
  public void permit(String variable, String name) throws SQLException {
    roles.permit(variable, name);
  }

  @Override
  public String url() {
    return deployer.url();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    // It lives as long as the JVM.
  }

  /** A connection of the tests' own, past any relay. */
  public Connection connect() throws SQLException {
    return own.connect();
  }

  public void execute(String... statements) throws SQLException {
    if (helped) {
      roles.execute(own, statements);
    } else {
      own.execute(statements);
    }
  }

  /** The rows of a query, each a list of texts. */
  public List<List<String>> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> result = new ArrayList<>();
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        result.add(row);
      }
      return result;
    }
  }

  /** This server behind a relay. */
  public Relayed relayed() throws IOException {
    URI address = URI.create(url().substring("jdbc:".length()));
    Relay relay = new Relay(address.getHost(), address.getPort());
    return new Relayed(
        this,
        relay,
        url()
            .replaceFirst(":" + address.getPort() + "/", ":" + relay.port() + "/")
            .replaceFirst(address.getHost(), "127.0.0.1"));
  }

  /** A server seen through a {@link Relay}. */
  public record Relayed(TestServer server, Relay relay, String url) implements Server {
    @Override
    public String description() {
      return server.description() + ", through a relay";
    }

    @Override
    public void close() {
      try {
        relay.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
