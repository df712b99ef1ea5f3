package dev.verdigris.acceptance.faults;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Settings;
import dev.verdigris.acceptance.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The smallest production that has one of each: a table that is written to all the time, a
 * materialized view, a view with an index, grants, comments, and two sinks, one UPSERT that is cut
 * over plainly and one DEBEZIUM that is reconciled. Every change of the table is one record in each
 * topic, and tells by its {@code form} whether the old or the new definition sent it. All names,
 * the deployment's too, hold a tag of their own, so that many of them live beside each other.
 */
final class SmallProduction implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PROCESS = Long.toString(ProcessHandle.current().pid(), 36);

  private final TestServer server;
  private final Path directory;
  private final String tag;

  private SmallProduction(TestServer server, Path directory) {
    this.server = server;
    this.directory = directory;
    this.tag = "x" + PROCESS + "x" + Integer.toString(COUNT.incrementAndGet(), 36) + "x";
  }

  /**
   * Makes one.
   *
   * @param directory where its project goes, in a directory of its own
   * @param role an existing role that gets grants
   */
  static SmallProduction create(TestServer server, Path directory, String role)
      throws SQLException, IOException {
    SmallProduction production = new SmallProduction(server, directory);
    server.execute(production.statements(role).toArray(String[]::new));
    server.permit("sink_cluster", "sinkc_" + production.tag);
    production.models();
    return production;
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
    return List.of("plain-" + tag, "debezium-" + tag);
  }

  /** The topic whose sink is reconciled; the other's cutover is plain. */
  String reconciled() {
    return "debezium-" + tag;
  }

  private List<String> statements(String role) {
    return List.of(
        "CREATE SCHEMA raw_" + tag,
        "CREATE SCHEMA " + schema(),
        "CREATE SCHEMA sinks_" + tag,
        "CREATE CLUSTER " + cluster() + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE CLUSTER sinkc_" + tag + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE TABLE " + table() + " (id int NOT NULL, n int NOT NULL)",
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
        "CREATE CONNECTION sinks_"
            + tag
            + ".kafka TO KAFKA (BROKER '"
            + server.kafka()
            + "', SECURITY PROTOCOL PLAINTEXT)",
        sink("plain", "UPSERT"),
        sink("debezium", "DEBEZIUM"));
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

  private void models() throws IOException {
    Path models = Files.createDirectories(directory.resolve("models").resolve(schema()));
    Files.writeString(
        models.resolve("latest.sql"), "CREATE MATERIALIZED VIEW latest AS\n" + latest("new"));
    Files.writeString(
        models.resolve("board.sql"),
        "CREATE VIEW board AS\n" + board("latest") + ";\nCREATE INDEX board_id ON board (id)");
    Files.writeString(
        directory.resolve(DeploymentConfig.FILE_NAME),
        """
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
        sinks:
          sinks_%s.plain: plain stale=any missing=any extra=any
          sinks_%s.debezium: reconciled
        """
            .formatted(deployment(), schema(), cluster(), cluster(), schema(), tag, tag));
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
    for (List<String> schema : named("mz_schemas")) {
      if (schema.get(0).startsWith("sinks_")) {
        drop("SCHEMA", schema.get(0));
      }
    }
    for (List<String> schema : named("mz_schemas")) {
      drop("SCHEMA", schema.get(0));
    }
    for (List<String> cluster : named("mz_clusters")) {
      drop("CLUSTER", cluster.get(0));
    }
  }

  private List<List<String>> named(String relation) throws SQLException {
    return server.query("SELECT name FROM " + relation + " WHERE name LIKE '%" + tag + "%'");
  }

  private void drop(String kind, String name) throws SQLException {
    server.asSystem().execute("DROP " + kind + " IF EXISTS \"" + name + "\" CASCADE");
  }
}
