package dev.verdigris.acceptance.faults;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Settings;
import dev.verdigris.acceptance.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The smallest production that has one of each: a table that is written to all the time, a
 * materialized view, a view with an index, grants, comments, and two sinks, one UPSERT that is cut
 * over plainly and one DEBEZIUM that is reconciled. Every change of the table is one record in each
 * topic, and tells by its {@code form} whether the old or the new definition sent it. All names,
 * the deployment's too, hold a tag of their own, so that many of them live beside each other.
 *
 * <p>Of a first deployment only the table is there: schema and cluster are made by the deployment,
 * its one sink is a file of the project, and its history has a table.
 */
final class SmallProduction implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PROCESS = Long.toString(ProcessHandle.current().pid(), 36);

  private final TestServer server;
  private final Path directory;
  private final String tag;
  private final boolean first;

  private SmallProduction(TestServer server, Path directory, boolean first) {
    this.server = server;
    this.first = first;
    this.directory = directory;
    this.tag = "x" + PROCESS + "x" + Integer.toString(COUNT.incrementAndGet(), 36) + "x";
  }

  /**
   * Makes one.
   *
   * @param directory where its project goes, in a directory of its own
   * @param role an existing role that gets grants
   * @param leg what happens to it
   */
  static SmallProduction create(TestServer server, Path directory, String role, Leg leg)
      throws SQLException, IOException {
    SmallProduction production = new SmallProduction(server, directory, leg == Leg.FIRST);
    List<String> statements = new ArrayList<>(production.surroundings());
    if (!production.first) {
      statements.addAll(production.statements(role));
    }
    server.execute(statements.toArray(String[]::new));
    server.permit("sink_cluster", "sinkc_" + production.tag);
    if (!production.first) {
      server.asSystem().execute(production.byDefault(role));
    }
    production.models("new");
    Files.writeString(production.file(), production.configuration());
    return production;
  }

  /** Where its deployments go. */
  TestServer server() {
    return server;
  }

  /** Part of every name. */
  String tag() {
    return tag;
  }

  String deployment() {
    return "next_" + tag;
  }

  String table() {
    return "raw_" + tag + ".changes";
  }

  /** The production schema. */
  String schema() {
    return "app_" + tag;
  }

  String cluster() {
    return "compute_" + tag;
  }

  List<String> topics() {
    return first ? List.of("own-" + tag) : List.of("plain-" + tag, "debezium-" + tag);
  }

  /** What the sink of a topic does. */
  Records.Kind kind(String topic) {
    if (first) {
      return Records.Kind.BEGUN;
    }
    return topic.startsWith("debezium") ? Records.Kind.RECONCILED : Records.Kind.PLAIN;
  }

  private List<String> surroundings() {
    return List.of(
        "CREATE SCHEMA raw_" + tag,
        "CREATE SCHEMA sinks_" + tag,
        "CREATE CLUSTER sinkc_" + tag + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE TABLE " + table() + " (id int NOT NULL, n int NOT NULL)",
        "CREATE CONNECTION sinks_"
            + tag
            + ".kafka TO KAFKA (BROKER '"
            + server.kafka()
            + "', SECURITY PROTOCOL PLAINTEXT)");
  }

  private List<String> statements(String role) {
    return List.of(
        "CREATE SCHEMA " + schema(),
        "CREATE CLUSTER " + cluster() + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE MATERIALIZED VIEW "
            + schema()
            + ".latest IN CLUSTER "
            + cluster()
            + " AS "
            + latest("old"),
        "CREATE VIEW " + schema() + ".board AS " + board(schema() + ".latest"),
        "CREATE INDEX board_id IN CLUSTER " + cluster() + " ON " + schema() + ".board (id)",
        "GRANT USAGE ON SCHEMA " + schema() + " TO " + role,
        "GRANT USAGE ON CLUSTER " + cluster() + " TO " + role,
        "GRANT SELECT ON TABLE " + schema() + ".board TO " + role,
        "COMMENT ON SCHEMA " + schema() + " IS 'what the boards read'",
        "COMMENT ON MATERIALIZED VIEW " + schema() + ".latest IS 'one row an id'",
        "COMMENT ON COLUMN " + schema() + ".latest.n IS 'the last change'",
        sink("plain", "UPSERT"),
        sink("debezium", "DEBEZIUM"));
  }

  /** What green gets by default and its relations are not to have. */
  private String byDefault(String role) {
    return "ALTER DEFAULT PRIVILEGES FOR ROLE \""
        + server.deployer()
        + "\" IN SCHEMA "
        + schema()
        + " GRANT SELECT ON TABLES TO "
        + role;
  }

  private String sink(String name, String envelope) {
    return "CREATE SINK sinks_"
        + tag
        + "."
        + name
        + " IN CLUSTER sinkc_"
        + tag
        + " FROM "
        + schema()
        + ".latest INTO KAFKA CONNECTION sinks_"
        + tag
        + ".kafka (TOPIC '"
        + name
        + "-"
        + tag
        + "') KEY (id) FORMAT JSON ENVELOPE "
        + envelope;
  }

  private String latest(String form) {
    return "SELECT id, max(n) AS n, '" + form + "' AS form FROM " + table() + " GROUP BY id";
  }

  private static String board(String latest) {
    return "SELECT id, n FROM " + latest + " WHERE n % 2 = 0";
  }

  /** Gives the project other models, which tell another form. */
  void models(String form) throws IOException {
    Path models = Files.createDirectories(directory.resolve("models").resolve(schema()));
    Files.writeString(
        models.resolve("latest.sql"), "CREATE MATERIALIZED VIEW latest AS\n" + latest(form));
    Files.writeString(
        models.resolve("board.sql"),
        "CREATE VIEW board AS\n" + board("latest") + ";\nCREATE INDEX board_id ON board (id)");
    if (first) {
      Path sinks = Files.createDirectories(directory.resolve("models").resolve("sinks_" + tag));
      Files.writeString(sinks.resolve("own.sql"), sink("own", "UPSERT"));
    }
  }

  private String configuration() {
    return """
        deployment: %s
        database: materialize
        schemas: [%s]
        clusters: [%s]
        models:
          directory: models
          cluster: %s
          search_path: [%s]
        promote:
          retries: 1000
        """
            .formatted(deployment(), schema(), cluster(), cluster(), schema())
        + (first
            ? """
              create: true
              green:
                clusters: [%s = 25cc]
              history:
                schema: hist_%s
              """
                .formatted(cluster(), tag)
            : """
              sinks:
                sinks_%s.plain: plain stale=any missing=any extra=any
                sinks_%s.debezium: reconciled
              """
                .formatted(tag, tag));
  }

  /** The configuration file of its deployment. */
  Path file() {
    return directory.resolve(DeploymentConfig.FILE_NAME);
  }

  /**
   * The configuration of its deployment.
   *
   * @param settings further settings, by their names
   */
  DeploymentConfig config(Map<String, String> settings) {
    return DeploymentConfig.load(file(), Settings.of(settings, Map.of()));
  }

  @Override
  public void close() throws SQLException {
    List<String> drops = new ArrayList<>();
    for (String name : named("mz_schemas")) {
      // Sinks first, for they read the others.
      drops.add(name.startsWith("sinks_") ? 0 : drops.size(), drop("SCHEMA", name));
    }
    named("mz_clusters").forEach(name -> drops.add(drop("CLUSTER", name)));
    server.asSystem().execute(drops.toArray(String[]::new));
  }

  private List<String> named(String relation) throws SQLException {
    return server
        .query("SELECT name FROM " + relation + " WHERE name LIKE '%" + tag + "%'")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static String drop(String kind, String name) {
    return "DROP " + kind + " IF EXISTS \"" + name + "\" CASCADE";
  }
}
