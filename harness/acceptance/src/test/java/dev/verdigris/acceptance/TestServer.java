package dev.verdigris.acceptance;

import dev.verdigris.Server;
import dev.verdigris.engine.LocalEngine;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The server that acceptance tests run against: the one of {@code -Dverdigris.test.url} (and {@code
 * -Dverdigris.test.kafka}, a broker that it reaches), else a local engine, started once a JVM.
 */
public final class TestServer implements Server {
  private final Server delegate;
  private final String kafka;
  private final boolean local;

  private TestServer(Server delegate, String kafka, boolean local) {
    this.delegate = delegate;
    this.kafka = kafka;
    this.local = local;
  }

  private static final class Holder {
    static final TestServer SERVER = start();
  }

  public static TestServer shared() {
    return Holder.SERVER;
  }

  private static TestServer start() {
    String url = System.getProperty("verdigris.test.url", "");
    if (!url.isEmpty()) {
      return new TestServer(new Given(url), System.getProperty("verdigris.test.kafka", ""), false);
    }
    return LocalServer.start();
  }

  public static TestServer local(Server engine, String kafka) {
    return new TestServer(engine, kafka, true);
  }

  /** Whether it is the local engine, which can be steered. */
  public boolean isLocal() {
    return local;
  }

  /** The local engine, to be steered; only where {@link #isLocal()}. */
  LocalEngine engine() {
    return ((LocalServer.Embedded) delegate).engine();
  }

  /** {@code host:port} of a broker that the server reaches; empty where there is none. */
  public String kafka() {
    return kafka;
  }

  @Override
  public String url() {
    return delegate.url();
  }

  @Override
  public Properties properties() {
    return delegate.properties();
  }

  @Override
  public String description() {
    return delegate.description();
  }

  @Override
  public List<URI> brokers() {
    return delegate.brokers();
  }

  @Override
  public void close() {
    // It lives as long as the JVM.
  }

  /** A connection of the tests' own, past any relay. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(properties());
    properties.setProperty("options", "--welcome_message=off");
    return DriverManager.getConnection(url(), properties);
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
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
    public Properties properties() {
      return server.properties();
    }

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

  private record Given(String url) implements Server {
    @Override
    public String description() {
      return "the server of -Dverdigris.test.url";
    }

    @Override
    public void close() {
      // It is not ours to stop.
    }
  }
}
