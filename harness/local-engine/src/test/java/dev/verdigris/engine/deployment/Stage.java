package dev.verdigris.engine.deployment;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentListener;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.Server;
import dev.verdigris.Settings;
import dev.verdigris.gate.Evidence;
import dev.verdigris.gate.Executed;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Verdict;
import java.io.IOException;
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
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A production of its own on a server that others may use too: schemas and clusters named for the
 * run, and gone at its end.
 */
final class Stage implements AutoCloseable {
  private final Path directory;
  private String decisions = "";
  private final String url;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** What every name of this stage begins with. */
  final String prefix;

  private final List<String> deployments = new ArrayList<>();

  Stage(Path directory, String url, String prefix) {
    this.directory = directory;
    this.url = url;
    this.prefix = prefix;
  }

  /** Production: a schema with a table, a schema and a cluster with models. */
  void build() throws SQLException, IOException {
    execute(
        "CREATE SCHEMA " + name("raw"),
        "CREATE SCHEMA " + name("flights"),
        "CREATE CLUSTER " + name("compute") + " (SIZE = '25cc')",
        "CREATE TABLE " + name("raw") + ".legs (iata text NOT NULL, delay int NOT NULL)",
        "INSERT INTO " + name("raw") + ".legs VALUES ('SEA', 10), ('SEA', -2), ('SFO', 5)",
        "CREATE MATERIALIZED VIEW "
            + name("flights")
            + ".delays IN CLUSTER "
            + name("compute")
            + " AS SELECT iata, sum(delay) AS total FROM "
            + name("raw")
            + ".legs GROUP BY iata",
        "CREATE INDEX delays_ix IN CLUSTER "
            + name("compute")
            + " ON "
            + name("flights")
            + ".delays (iata)",
        "CREATE VIEW "
            + name("flights")
            + ".board AS SELECT iata FROM "
            + name("flights")
            + ".delays",
        "COMMENT ON SCHEMA " + name("flights") + " IS 'it''s\nours'",
        "COMMENT ON COLUMN " + name("flights") + ".delays.total IS 'minutes'",
        "GRANT SELECT ON " + name("flights") + ".delays TO PUBLIC",
        "GRANT USAGE ON SCHEMA " + name("flights") + " TO PUBLIC",
        "GRANT USAGE ON CLUSTER " + name("compute") + " TO PUBLIC");
    model(
        "delays",
        "CREATE MATERIALIZED VIEW delays AS SELECT iata, sum(greatest(delay, 0)) AS total FROM"
            + " legs GROUP BY iata;\nCREATE INDEX delays_ix ON delays (iata);\n");
    model("board", "CREATE VIEW board AS SELECT iata FROM delays;\n");
  }

  String name(String suffix) {
    return prefix + suffix;
  }

  void model(String object, String sql) throws IOException {
    Path file = directory.resolve("models").resolve(name("flights")).resolve(object + ".sql");
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  void withoutModel(String object) throws IOException {
    Files.delete(directory.resolve("models").resolve(name("flights")).resolve(object + ".sql"));
  }

  DeploymentConfig config(String deployment) throws IOException {
    return config(deployment, "2m");
  }

  DeploymentConfig config(String deployment, String await) throws IOException {
    if (!deployments.contains(deployment)) {
      deployments.add(deployment);
    }
    Path file = directory.resolve("verdigris.yaml");
    Files.writeString(
        file,
        """
        deployment: %1$s
        database: materialize
        schemas: [%2$sflights]
        clusters: [%2$scompute]
        models:
          directory: models
          cluster: %2$scompute
          search_path: [%2$sflights, %2$sraw]
        await:
          timeout: %3$s
        sinks: {%4$s}
        """
            .formatted(deployment, prefix, await, decisions));
    return DeploymentConfig.load(file, Settings.none());
  }

  /**
   * A sink of {@code delays}, keyed by the airport, that is to be cut over plainly, whatever its
   * consumers will see of it.
   *
   * @return the name of its schema, of its cluster and of its topic; it is called {@code s} there
   */
  String plainSink(String broker) throws SQLException {
    String sink = name("k");
    execute(
        "CREATE SCHEMA " + sink,
        "CREATE CLUSTER " + sink + " (SIZE = '25cc')",
        "CREATE CONNECTION "
            + sink
            + ".c TO KAFKA (BROKER '"
            + broker
            + "', SECURITY PROTOCOL PLAINTEXT)",
        "CREATE SINK "
            + sink
            + ".s IN CLUSTER "
            + sink
            + " FROM "
            + name("flights")
            + ".delays INTO KAFKA CONNECTION "
            + sink
            + ".c (TOPIC '"
            + sink
            + "') KEY (iata) FORMAT JSON ENVELOPE UPSERT");
    decisions = sink + ".s: plain stale=any missing=any extra=any";
    return sink;
  }

  DeploymentRun open(String deployment) throws IOException {
    return open(config(deployment));
  }

  DeploymentRun open(DeploymentConfig config) {
    return DeploymentRun.open(config, new StageServer(url), listener());
  }

  private DeploymentListener listener() {
    return events::add;
  }

  List<Event> events() {
    return events;
  }

  /** Init, run and await. */
  static void ready(DeploymentRun run) {
    run.init();
    run.run();
    run.await();
  }

  static Verdict validate(DeploymentRun run) {
    Fingerprint before = run.fingerprint();
    Instant now = Instant.now();
    return run.conclude(
        before,
        new Evidence(
            run.config().deployment().value(),
            "",
            now,
            now,
            List.of("one"),
            List.of(new Executed("one", "one", Outcome.PASS, Duration.ofMillis(1), ""))));
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, columns joined with {@code |}. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : "|").append(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  /** Ids by name of this stage's schemas and clusters. */
  Map<String, String> ids() throws SQLException {
    Map<String, String> ids = new java.util.TreeMap<>();
    for (String kind : List.of("schema", "cluster")) {
      for (String row :
          rows("SELECT name, id FROM mz_" + kind + "s WHERE starts_with(name, '" + prefix + "')")) {
        ids.put(
            kind + " " + row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
      }
    }
    return ids;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public void close() throws SQLException {
    for (String deployment : deployments) {
      for (String row : rows("SELECT name FROM mz_schemas WHERE name LIKE '" + deployment + "%'")) {
        execute("DROP SCHEMA \"" + row + "\" CASCADE");
      }
      for (String row :
          rows("SELECT name FROM mz_clusters WHERE name LIKE '" + deployment + "%'")) {
        execute("DROP CLUSTER \"" + row + "\" CASCADE");
      }
    }
    for (String row :
        rows("SELECT name FROM mz_schemas WHERE starts_with(name, '" + prefix + "')")) {
      execute("DROP SCHEMA \"" + row + "\" CASCADE");
    }
    for (String row :
        rows("SELECT name FROM mz_clusters WHERE starts_with(name, '" + prefix + "')")) {
      execute("DROP CLUSTER \"" + row + "\" CASCADE");
    }
  }

  /**
   * A server that somebody else closes.
   *
   * @param url its JDBC URL
   */
  private record StageServer(String url) implements Server {
    @Override
    public String description() {
      return "the test's server";
    }

    @Override
    public void close() {
      // It is shared by all tests of the class.
    }
  }
}
