package dev.verdigris.cli;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Server;
import dev.verdigris.Servers;
import dev.verdigris.Settings;
import dev.verdigris.gate.BuildFiles;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.RunState;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A project on the local engine, with names that have to be quoted, and what its commands leave in
 * production and in its files.
 */
final class HallProject {
  private static final String SEED =
      """
      CREATE SCHEMA raw;
      CREATE TABLE raw.flights (origin text NOT NULL, delay int NOT NULL);
      INSERT INTO raw.flights VALUES ('SEA', 10), ('SFO', -4);
      CREATE SCHEMA "Hall 'A'";
      CREATE CLUSTER "Compute 1" (SIZE = '25cc', REPLICATION FACTOR = 1);
      CREATE MATERIALIZED VIEW "Hall 'A'"."Delays" IN CLUSTER "Compute 1" AS
        SELECT origin, sum(delay) AS delay FROM raw.flights GROUP BY origin;
      CREATE SCHEMA sinks;
      CREATE CLUSTER sinks (SIZE = '25cc', REPLICATION FACTOR = 1);
      CREATE CONNECTION sinks.kafka TO KAFKA (BROKER :kafka, SECURITY PROTOCOL PLAINTEXT);
      """;
  private static final String CONFIG =
      """
      deployment: pr_17
      schemas: ["Hall 'A'"]
      clusters: [Compute 1]
      models: {cluster: Compute 1, search_path: [raw]}
      local_engine: {seed: [production.sql]}
      history: {schema: "Who, when"}
      """;
  private static final String MODEL =
      """
      CREATE MATERIALIZED VIEW "Delays" AS
      SELECT origin, sum(greatest(delay, 0)) AS delay FROM flights GROUP BY origin;
      """;

  private final Path directory;

  private HallProject(Path directory) {
    this.directory = directory;
  }

  /** Written below the module's {@code target}; production is seeded by the first command. */
  static HallProject create() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    Path directory = Files.createTempDirectory(target, "lifecycle-");
    HallProject project = new HallProject(directory);
    Files.writeString(directory.resolve("verdigris.yaml"), CONFIG);
    Files.writeString(directory.resolve("production.sql"), SEED);
    Path models = Files.createDirectories(directory.resolve("models").resolve("Hall 'A'"));
    Files.writeString(models.resolve("Delays.sql"), MODEL);
    return project;
  }

  Path directory() {
    return directory;
  }

  /** A second configuration beside {@code verdigris.yaml}: the same, and this. */
  void configure(String file, String more) throws IOException {
    Files.writeString(directory.resolve(file), CONFIG + more);
  }

  DeploymentConfig config(String deployment) {
    return DeploymentConfig.load(
        directory.resolve("verdigris.yaml"),
        Settings.none().withOverrides(Map.of("verdigris.deployment", deployment)));
  }

  /** What a build would do between await and promote. */
  void validate(String deployment, Outcome outcome, Path file) {
    DeploymentConfig config = config(deployment);
    try (Server server = Servers.open(config);
        DeploymentRun run = DeploymentRun.open(config, server, DeploymentListener.NONE)) {
      Fingerprint before = run.fingerprint();
      Instant now = Instant.now();
      Verdict verdict =
          run.conclude(
              before,
              new Evidence(
                  deployment,
                  "",
                  now,
                  now,
                  List.of("validation"),
                  List.of(
                      new Executed(
                          "validation", "validation", outcome, Duration.ofMillis(1), ""))));
      verdict.write(file);
    }
  }

  Path verdict(String deployment) {
    DeploymentConfig config = config(deployment);
    return BuildFiles.of(config).verdict(config.deployment());
  }

  /** What was decided about a deployment, written down at its end. */
  RunState state(String deployment) {
    return RunState.read(stateFile(deployment)).orElseThrow();
  }

  Path stateFile(String deployment) {
    DeploymentConfig config = config(deployment);
    return BuildFiles.of(config).state(config.deployment());
  }

  List<String> delays() throws SQLException {
    return texts("SELECT origin || ' ' || delay::text FROM \"Hall 'A'\".\"Delays\" ORDER BY 1");
  }

  List<String> texts(String sql) throws SQLException {
    try (Server server = Servers.open(config("x"));
        Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  void execute(String sql) throws SQLException {
    try (Server server = Servers.open(config("x"));
        Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Tells the engine what shall happen. */
  void steer(String function) throws Exception {
    Properties address = new Properties();
    Path data = config("x").localEngine().data();
    try (InputStream in = Files.newInputStream(data.resolve("engine.properties"))) {
      address.load(in);
    }
    String url = "jdbc:postgresql://127.0.0.1:" + address.getProperty("internal.port");
    try (Connection connection =
            DriverManager.getConnection(url + "/materialize", "mz_system", "");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT verdigris_engine." + function);
    }
  }
}
