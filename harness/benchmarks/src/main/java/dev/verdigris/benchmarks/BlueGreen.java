package dev.verdigris.benchmarks;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.engine.LocalEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A blue and a green on an engine of this JVM, reached through a relay that counts. */
final class BlueGreen implements AutoCloseable {
  private final LocalEngine engine;
  private final CountingRelay relay;
  private final Path directory;

  /**
   * A materialized view.
   *
   * @param name its name
   * @param blue its query in blue
   * @param green its query in green
   */
  record Model(String name, String blue, String green) {}

  BlueGreen(List<String> data, List<Model> models) throws Exception {
    engine = LocalEngine.builder().start();
    relay = new CountingRelay(URI.create(engine.url().substring("jdbc:".length())).getPort());
    directory = Files.createTempDirectory("verdigris-benchmark");
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE CLUSTER bench (SIZE = '25cc')");
      statement.execute("CREATE SCHEMA bench");
      statement.execute("CREATE SCHEMA raw");
      for (String sql : data) {
        statement.execute(sql);
      }
      for (Model model : models) {
        statement.execute(
            "CREATE MATERIALIZED VIEW bench."
                + model.name()
                + " IN CLUSTER bench AS "
                + model.blue());
      }
    }
    write(models);
    try (Server server = Servers.open(config());
        DeploymentRun run = DeploymentRun.open(config(), server, DeploymentListener.NONE)) {
      run.init();
      run.run();
      run.await();
    }
  }

  private void write(List<Model> models) throws IOException {
    Path files = Files.createDirectories(directory.resolve("models/bench"));
    for (Model model : models) {
      Files.writeString(
          files.resolve(model.name() + ".sql"),
          "CREATE MATERIALIZED VIEW bench." + model.name() + " AS " + model.green());
    }
    Files.writeString(
        file(),
        """
        deployment: next
        schemas: [bench]
        clusters: [bench]
        models: {directory: models, cluster: bench, search_path: [bench]}
        timeouts: {statement: 10m}
        """);
  }

  /** A connection that is not counted. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(engine.url());
  }

  CountingRelay relay() {
    return relay;
  }

  /** The configuration file. */
  Path file() {
    return directory.resolve(DeploymentConfig.FILE_NAME);
  }

  /** The engine's address through the relay. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + relay.port()
        + "/materialize?user=materialize&sslmode=disable";
  }

  DeploymentConfig config() {
    return config(file(), url(), Map.of());
  }

  static DeploymentConfig config(Path file, String url, Map<String, String> settings) {
    Map<String, String> all = new java.util.HashMap<>(settings);
    all.put("verdigris.url", url);
    return DeploymentConfig.load(file, Settings.none().withOverrides(all));
  }

  @Override
  public void close() throws IOException {
    relay.close();
    engine.close();
  }
}
