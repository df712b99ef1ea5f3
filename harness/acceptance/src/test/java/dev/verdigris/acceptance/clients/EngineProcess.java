package dev.verdigris.acceptance.clients;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The local engine as a user starts it: {@code java -jar …-app.jar}, on free ports. Where the jar
 * was not built (a run of these tests alone), its main class is started from the tests' class path.
 */
final class EngineProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path out;
  private final Path log;
  private int port;
  private int internalPort;
  private String kafka = "";

  private EngineProcess(Process process, Path out, Path log) {
    this.process = process;
    this.out = out;
    this.log = log;
  }

  /**
   * Starts an engine and waits until it takes connections.
   *
   * @param directory for what it writes to its standard output and error
   * @param arguments beside the ports, such as {@code --seed FILE}
   */
  static EngineProcess start(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    Path jar = Path.of(System.getProperty("verdigris.engine.jar", "no-jar-given"));
    if (Files.exists(jar)) {
      command.addAll(List.of("-jar", jar.toString()));
    } else {
      String path = System.getProperty("java.class.path");
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("surefire.test.class.path", path),
              "dev.verdigris.engine.Main"));
    }
    command.addAll(List.of("--port", "0", "--internal-port", "0"));
    command.addAll(Arrays.asList(arguments));
    Path out = directory.resolve("engine.out");
    Path log = directory.resolve("engine.log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    EngineProcess engine = new EngineProcess(process, out, log);
    try {
      await().atMost(PATIENCE).until(engine::hasStarted);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    return engine;
  }

  /** A flights engine: the sample's airports and flights in the schema {@code raw}. */
  static EngineProcess withFlights(Path directory) throws IOException {
    Path tables = Path.of("..", "..", "sample-project", "production", "tables.sql");
    return start(directory, "--seed", tables.toString());
  }

  private boolean hasStarted() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("the engine ended: " + log());
    }
    List<String> lines = Files.readAllLines(out);
    if (lines.size() < 3) {
      return false;
    }
    port = portOf(lines.get(0));
    internalPort = portOf(lines.get(1));
    kafka = lines.get(2).substring("kafka ".length());
    return true;
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.replaceAll(".*:(\\d+)/.*", "$1"));
  }

  int port() {
    return port;
  }

  int internalPort() {
    return internalPort;
  }

  /** {@code host:port} of its broker. */
  String kafka() {
    return kafka;
  }

  /** What it said on its standard error. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection by pgjdbc, with further {@code name=value} parameters. */
  Connection connect(String user, String... parameters) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("options", "--welcome_message=off");
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      properties.setProperty(parts[0], parts[1]);
    }
    int to = user.equals("mz_system") ? internalPort : port;
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + to + "/materialize", properties);
  }

  void execute(String... statements) throws SQLException {
    executeAs("materialize", statements);
  }

  void executeAs(String user, String... statements) throws SQLException {
    try (Connection connection = connect(user);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, each as its values with {@code |} between them. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect("materialize");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        result.add(String.join("|", row));
      }
      return result;
    }
  }

  /** The only value of a query. */
  String value(String sql) throws SQLException {
    List<String> rows = rows(sql);
    if (rows.size() != 1) {
      throw new AssertionError(rows + ": " + sql);
    }
    return rows.get(0);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
