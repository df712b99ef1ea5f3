package dev.verdigris.validations;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Green;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A blue and a green of one small relation, in schemas named for the run, on the local engine or on
 * the server that {@code verdigris.test.url} names. Leaves nothing behind.
 */
final class TwoVersions implements AutoCloseable {
  private final String name = "va_" + Long.toHexString(System.nanoTime());
  private final Server server;
  private final DeploymentRun run;

  /**
   * Deploys both.
   *
   * @param blue the query of the relation in blue; {@code RAW} in it is the schema of the data
   * @param green the same in green
   * @param data statements that make the data
   */
  TwoVersions(Path directory, String blue, String green, List<String> data)
      throws IOException, SQLException {
    Path models = Files.createDirectories(directory.resolve("models").resolve(name));
    Files.writeString(models.resolve("delays.sql"), view(green));
    Path file =
        Files.writeString(
            directory.resolve(DeploymentConfig.FILE_NAME),
            """
            deployment: next
            schemas: [NAME]
            clusters: [NAME]
            models:
              directory: models
              cluster: NAME
              search_path: [NAME]
            """
                .replace("NAME", name));
    Map<String, String> overrides = new HashMap<>();
    String url = System.getProperty("verdigris.test.url");
    if (url != null) {
      overrides.put("verdigris.url", url);
    }
    overrides.put("verdigris.localEngine.data", directory.resolve("engine").toString());
    DeploymentConfig config = DeploymentConfig.load(file, Settings.none().withOverrides(overrides));
    server = Servers.open(config);
    execute("CREATE CLUSTER " + name + " (SIZE = '25cc')");
    execute("CREATE SCHEMA " + raw());
    execute("CREATE SCHEMA " + name);
    for (String statement : data) {
      execute(statement.replace("RAW", raw()));
    }
    execute(view(blue).replace(" AS ", " IN CLUSTER " + name + " AS "));
    run = DeploymentRun.open(config, server, DeploymentListener.NONE);
    run.init();
    run.run();
    run.await();
  }

  private String raw() {
    return name + "_raw";
  }

  private String view(String query) {
    return "CREATE MATERIALIZED VIEW " + name + ".delays AS " + query.replace("RAW", raw());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Green green() {
    return run.green();
  }

  Blue blue() {
    return run.blue();
  }

  /** What the models call the relation. */
  String delays() {
    return name + ".delays";
  }

  /** What the models call the table of airports. */
  String airports() {
    return raw() + ".airports";
  }

  @Override
  public void close() throws SQLException {
    run.cleanup();
    run.close();
    execute("DROP SCHEMA " + name + " CASCADE");
    execute("DROP CLUSTER " + name);
    execute("DROP SCHEMA " + raw() + " CASCADE");
    server.close();
  }
}
