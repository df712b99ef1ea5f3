package dev.verdigris.validations;

import dev.verdigris.Blue;
import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Green;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A production with what surrounds it, raw data, a sink, rights and comments, and a green of it: on
 * the local engine, or on the server of {@code verdigris.test.url} with the broker of {@code
 * verdigris.test.kafka}. {@code NAME} in a statement is the name that this run gives to everything.
 * Leaves nothing behind.
 */
final class Landscape implements AutoCloseable {
  static final String DELAYS =
      "SELECT origin AS iata, count(*) AS flights, sum(delay) AS delay FROM NAME_raw.flights GROUP BY origin";
  static final String BOARD = "SELECT iata, delay <= 0 AS on_time FROM NAME.delays";
  static final String BIDS = "SELECT id FROM NAME_raw.bids";

  /** An error as soon as {@link #spoil} was called. */
  static final String RATIOS = "SELECT id, max(60 / minutes) AS per FROM NAME_raw.legs GROUP BY id";

  /** Without rows. */
  static final String NOBODY =
      "SELECT origin AS iata, max(delay) AS delay FROM NAME_raw.flights WHERE delay > 1000"
          + " GROUP BY origin";

  static final String ODD_CLUSTER = "\"NAME \"\"odd\"\"\"";

  static final String QUOTED =
      "SELECT iata AS \"Airport \"\"code\"\"\", flights AS \"no. of flights\" FROM NAME.delays";

  private static final String YAML =
      """
      deployment: next
      schemas: [NAME]
      clusters: [NAME, 'NAME "odd"']
      models:
        directory: models
        cluster: NAME
        search_path: [NAME]
      accept:
        vanishing: [NAME.board]
      """;

  private final String name = "la_" + Long.toHexString(System.nanoTime());
  private final Path directory;
  private final Server server;
  private DeploymentRun run;

  private Landscape(Path directory, Server server, String yaml) throws IOException {
    this.directory = directory;
    this.server = server;
    Path file = Files.writeString(directory.resolve(DeploymentConfig.FILE_NAME), named(yaml));
    run =
        DeploymentRun.open(
            DeploymentConfig.load(file, Settings.of(Map.of(), Map.of())),
            server,
            DeploymentListener.NONE);
  }

  /** The models of green as blue has them, to be replaced one by one. */
  static Map<String, String> models() {
    Map<String, String> models = new LinkedHashMap<>();
    models.put(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS "
            + DELAYS
            + ";\nCREATE INDEX delays_iata ON delays (iata);\n");
    models.put("board", "CREATE VIEW board AS " + BOARD + ";\n");
    models.put("ratios", "CREATE MATERIALIZED VIEW ratios AS " + RATIOS + ";\n");
    models.put("nobody", "CREATE MATERIALIZED VIEW nobody AS " + NOBODY + ";\n");
    models.put("bids", "CREATE VIEW bids AS " + BIDS + ";\n");
    models.put(
        "Quoted Name",
        "CREATE MATERIALIZED VIEW \"Quoted Name\" IN CLUSTER "
            + ODD_CLUSTER
            + " AS "
            + QUOTED
            + ";\n");
    return models;
  }

  /** Blue with a green of these models, awaited. */
  static Landscape of(Path directory, Map<String, String> models) throws IOException, SQLException {
    Landscape landscape = new Landscape(directory, SharedServer.get(), YAML);
    landscape.production();
    landscape.deploy(models);
    return landscape;
  }

  /** A blue that is an empty schema, no cluster anywhere, and a green of one view, {@code one}. */
  static Landscape bare(Path directory) throws IOException, SQLException {
    Landscape landscape =
        new Landscape(
            directory,
            SharedServer.get(),
            """
            deployment: next
            schemas: [NAME]
            clusters: []
            models:
              directory: models
            """);
    landscape.execute("CREATE SCHEMA NAME");
    landscape.deploy(Map.of("one", "CREATE VIEW NAME.one AS SELECT 1 AS one;\n"));
    return landscape;
  }

  /** Blue, and these models of a green that somebody else deploys. */
  static Landscape planned(Path directory, Map<String, String> models)
      throws IOException, SQLException {
    Landscape landscape = new Landscape(directory, SharedServer.get(), YAML);
    landscape.production();
    landscape.write(models);
    return landscape;
  }

  private void production() throws SQLException {
    execute(
        "CREATE SCHEMA NAME_raw",
        "CREATE SCHEMA NAME",
        "CREATE CLUSTER NAME (SIZE = '25cc')",
        "CREATE CLUSTER " + ODD_CLUSTER + " (SIZE = '25cc')",
        "CREATE CLUSTER NAME_sinks (SIZE = '25cc')",
        "CREATE SCHEMA NAME_sinks",
        "CREATE ROLE NAME_reader",
        "CREATE SOURCE NAME_raw.generator IN CLUSTER NAME_sinks FROM LOAD GENERATOR AUCTION"
            + " (TICK INTERVAL '1s')",
        "CREATE TABLE NAME_raw.bids FROM SOURCE NAME_raw.generator (REFERENCE bids)",
        "CREATE TABLE NAME_raw.flights (origin text NOT NULL, delay int)",
        "INSERT INTO NAME_raw.flights VALUES ('SEA', 10), ('SEA', -4), ('SFO', 0), ('LAX', NULL)",
        "CREATE TABLE NAME_raw.legs (id int NOT NULL, minutes int)",
        "INSERT INTO NAME_raw.legs VALUES (1, 30), (2, NULL)",
        "CREATE MATERIALIZED VIEW NAME.delays IN CLUSTER NAME AS " + DELAYS,
        "CREATE INDEX delays_iata IN CLUSTER NAME ON NAME.delays (iata)",
        "CREATE VIEW NAME.board AS " + BOARD,
        "CREATE VIEW NAME.bids AS " + BIDS,
        "CREATE MATERIALIZED VIEW NAME.ratios IN CLUSTER NAME AS " + RATIOS,
        "CREATE MATERIALIZED VIEW NAME.nobody IN CLUSTER NAME AS " + NOBODY,
        "CREATE MATERIALIZED VIEW NAME.\"Quoted Name\" IN CLUSTER " + ODD_CLUSTER + " AS " + QUOTED,
        "GRANT USAGE ON SCHEMA NAME TO NAME_reader",
        "GRANT USAGE ON CLUSTER NAME TO NAME_reader",
        "GRANT SELECT ON TABLE NAME.board TO NAME_reader",
        "GRANT SELECT ON TABLE NAME.delays TO NAME_reader",
        "COMMENT ON SCHEMA NAME IS 'what boards read'",
        "COMMENT ON MATERIALIZED VIEW NAME.delays IS 'one row an airport'",
        "COMMENT ON COLUMN NAME.delays.iata IS 'the airport'");
    if (!SharedServer.kafka().isEmpty()) {
      execute(
          "CREATE CONNECTION NAME_sinks.kafka TO KAFKA (BROKER '"
              + SharedServer.kafka()
              + "', SECURITY PROTOCOL PLAINTEXT)",
          "CREATE SINK NAME_sinks.delays IN CLUSTER NAME_sinks FROM NAME.delays INTO KAFKA"
              + " CONNECTION NAME_sinks.kafka (TOPIC 'NAME') KEY (iata) FORMAT JSON ENVELOPE UPSERT");
      SharedServer.roles().permit("sink_cluster", named("NAME_sinks"));
    }
  }

  /** From now on the data of {@code ratios} is an error in blue and green. */
  void spoil() throws SQLException {
    execute("INSERT INTO NAME_raw.legs VALUES (3, 0)");
  }

  /** Takes that back. */
  void mend() throws SQLException {
    execute("DELETE FROM NAME_raw.legs WHERE id = 3");
  }

  private void deploy(Map<String, String> models) throws IOException {
    write(models);
    run.init();
    run.run();
    run.await();
  }

  /** Writes these models in the place of those that are there. */
  void write(Map<String, String> models) throws IOException {
    Path place = Files.createDirectories(directory.resolve("models").resolve(name));
    try (Stream<Path> files = Files.list(place)) {
      for (Path old : files.toList()) {
        Files.delete(old);
      }
    }
    for (Map.Entry<String, String> model : models.entrySet()) {
      Files.writeString(place.resolve(model.getKey() + ".sql"), named(model.getValue()));
    }
  }

  /** {@code text} with this run's name in place of {@code NAME}. */
  String named(String text) {
    return text.replace("NAME", name);
  }

  /** {@code text} with {@code NAME} in place of this run's name, to compare it literally. */
  String anonymous(String text) {
    return text.replace(name, "NAME")
        .replaceAll("'u\\d+'", "<id>")
        .replaceAll("at \\d{13}", "at <time>")
        .replaceAll("at \\d{4}-\\d\\d-\\d\\d [^ ]+", "at <time>");
  }

  /** Sends statements as production's owner. */
  void execute(String... statements) throws SQLException {
    SharedServer.roles().execute(named(statements));
  }

  /** Sends statements as a superuser. */
  void executeAsSystem(String... statements) throws SQLException {
    SharedServer.roles().system().execute(named(statements));
  }

  private String[] named(String... texts) {
    return Stream.of(texts).map(this::named).toArray(String[]::new);
  }

  /** The query that a message has to look further. */
  static String look(String message) {
    return message
        .lines()
        .filter(line -> line.startsWith("  look "))
        .map(line -> line.substring("  look ".length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no look in " + message));
  }

  /** How many rows a person sees who sends it from any session. */
  int rowsOf(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url(), server.properties());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int rows = 0;
      while (found.next()) {
        rows++;
      }
      return rows;
    }
  }

  DeploymentRun run() {
    return run;
  }

  Green green() {
    return run.green();
  }

  Blue blue() {
    return run.blue();
  }

  @Override
  public void close() throws SQLException {
    run.close();
    // What a deployment has not given away yet belongs to the role that deploys.
    executeAsSystem(
        "DROP SCHEMA IF EXISTS NAME_sinks CASCADE",
        "DROP SCHEMA IF EXISTS NAME_next CASCADE",
        "DROP CLUSTER IF EXISTS NAME_next CASCADE",
        "DROP CLUSTER IF EXISTS \"NAME \"\"odd\"\"_next\" CASCADE",
        "DROP SCHEMA IF EXISTS NAME CASCADE",
        "DROP CLUSTER IF EXISTS NAME CASCADE",
        "DROP CLUSTER IF EXISTS " + ODD_CLUSTER + " CASCADE",
        "DROP SCHEMA IF EXISTS NAME_raw CASCADE",
        "DROP CLUSTER IF EXISTS NAME_sinks CASCADE",
        "DROP ROLE IF EXISTS NAME_reader");
  }
}
