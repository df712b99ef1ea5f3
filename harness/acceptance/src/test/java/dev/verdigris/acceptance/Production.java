package dev.verdigris.acceptance;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small production of its own for one test: schemas, clusters, a role, a sink, all named for it,
 * and the SQL project of the next version. {@link #close} leaves nothing behind.
 */
final class Production implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final TestServer server;
  private final Path directory;

  /** Ends every name of this production. */
  final String tag;

  final String raw;
  final String flights;
  final String compute;
  final String sinks;
  final String sinkCluster;
  final String role;
  final String topic;
  private final Map<String, String> decisions = new TreeMap<>();

  private Production(TestServer server, Path directory) {
    this.server = server;
    this.directory = directory;
    this.tag =
        Long.toString(ProcessHandle.current().pid(), 36)
            + Long.toString(System.nanoTime() & 0xFFFFFF, 36)
            + COUNT.incrementAndGet();
    this.raw = "raw_" + tag;
    this.flights = "flights_" + tag;
    this.compute = "compute_" + tag;
    this.sinks = "sinks_" + tag;
    this.sinkCluster = "sinkc_" + tag;
    this.role = "dashboard_" + tag;
    this.topic = "delays-" + tag;
  }

  /** Production as it is today, and the next version's models in {@code directory}. */
  static Production create(TestServer server, Path directory) throws SQLException, IOException {
    Production production = new Production(server, directory);
    server.execute(production.statements().toArray(String[]::new));
    production.model("delay_by_airport", production.newDelay());
    production.model("route_traffic", production.traffic());
    production.model("on_time_board", production.board());
    return production;
  }

  private List<String> statements() {
    List<String> sql = new ArrayList<>();
    sql.add("CREATE SCHEMA " + raw);
    sql.add("CREATE SCHEMA " + flights);
    sql.add("CREATE CLUSTER " + compute + " (SIZE = '25cc', REPLICATION FACTOR = 1)");
    sql.add("CREATE ROLE " + role);
    sql.add(
        "CREATE TABLE "
            + raw
            + ".flights (flight_id int NOT NULL, delay int NOT NULL, origin text NOT NULL,"
            + " destination text NOT NULL)");
    sql.add(
        "INSERT INTO "
            + raw
            + ".flights VALUES (1, 10, 'SEA', 'SFO'), (2, -4, 'SEA', 'LAX'), (3, 0, 'SFO', 'SEA')");
    sql.add(
        "CREATE MATERIALIZED VIEW "
            + flights
            + ".delay_by_airport IN CLUSTER "
            + compute
            + " AS SELECT origin AS iata, count(*) AS flights, sum(delay) AS delay FROM "
            + raw
            + ".flights GROUP BY origin");
    sql.add(
        "CREATE INDEX delay_iata IN CLUSTER "
            + compute
            + " ON "
            + flights
            + ".delay_by_airport (iata)");
    sql.add(
        "CREATE MATERIALIZED VIEW "
            + flights
            + ".route_traffic IN CLUSTER "
            + compute
            + " AS SELECT origin, destination, count(*) AS flights FROM "
            + raw
            + ".flights GROUP BY origin, destination");
    sql.add(
        "CREATE VIEW "
            + flights
            + ".on_time_board AS SELECT iata, delay <= 0 AS on_time FROM "
            + flights
            + ".delay_by_airport");
    sql.add("GRANT USAGE ON SCHEMA " + flights + " TO " + role);
    sql.add("GRANT USAGE ON CLUSTER " + compute + " TO " + role);
    sql.add("GRANT SELECT ON TABLE " + flights + ".on_time_board TO " + role);
    sql.add("COMMENT ON SCHEMA " + flights + " IS 'what the boards read'");
    sql.add(
        "COMMENT ON MATERIALIZED VIEW " + flights + ".delay_by_airport IS 'one row an airport'");
    return sql;
  }

  /** Adds a Kafka sink of {@code delay_by_airport}, in a schema and on a cluster of its own. */
  Production withSink() throws SQLException {
    withBroker();
    server.execute(sink("delays", "delay_by_airport", "iata", topic));
    return decide("delays", "plain stale=any missing=any extra=any");
  }

  /** Adds what sinks need: a schema, a cluster and a connection. */
  Production withBroker() throws SQLException {
    server.execute(
        "CREATE SCHEMA " + sinks,
        "CREATE CLUSTER " + sinkCluster + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE CONNECTION "
            + sinks
            + ".kafka TO KAFKA (BROKER '"
            + server.kafka()
            + "', SECURITY PROTOCOL PLAINTEXT)");
    server.permit("sink_cluster", sinkCluster);
    return this;
  }

  /** What the configuration says about the cutover of one of this production's sinks. */
  Production decide(String sink, String decision) {
    decisions.put(sink, decision);
    return this;
  }

  /** Nothing is decided about a sink any more. */
  Production undecide(String sink) {
    decisions.remove(sink);
    return this;
  }

  /** The new definition: early departures no longer count as negative delay. */
  String newDelay() {
    return "CREATE MATERIALIZED VIEW delay_by_airport AS\n"
        + "SELECT origin AS iata, count(*) AS flights, sum(greatest(delay, 0)) AS delay\n"
        + "FROM "
        + raw
        + ".flights GROUP BY origin;\n"
        + "CREATE INDEX delay_iata ON delay_by_airport (iata);\n";
  }

  /**
   * A version of the delays that differs from production's by one key of each class: SEA has
   * another value, LAX is new, OAK is gone; SFO is the same.
   */
  Production differing() throws SQLException, IOException {
    server.execute("INSERT INTO " + raw + ".flights VALUES (90, 7, 'OAK', 'SEA')");
    model(
        "delay_by_airport",
        "CREATE MATERIALIZED VIEW delay_by_airport AS\n"
            + "SELECT iata, count(*) AS flights, sum(greatest(delay, 0)) AS delay FROM (\n"
            + "SELECT origin AS iata, delay FROM "
            + raw
            + ".flights WHERE origin <> 'OAK' UNION ALL\n"
            + "SELECT destination, delay FROM "
            + raw
            + ".flights WHERE destination = 'LAX') AS legs GROUP BY iata;\n");
    return this;
  }

  String traffic() {
    return "CREATE MATERIALIZED VIEW route_traffic AS\n"
        + "SELECT origin, destination, count(*) AS flights FROM "
        + raw
        + ".flights GROUP BY origin, destination;\n";
  }

  String board() {
    return "CREATE VIEW on_time_board AS\nSELECT iata, delay <= 0 AS on_time FROM delay_by_airport;\n";
  }

  /** Writes a model file of the project. */
  void model(String name, String sql) throws IOException {
    Path file = directory.resolve("models").resolve(flights).resolve(name + ".sql");
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  /** Writes the file of a sink of the project, {@code models/<sinks>/<name>.sql}. */
  void sinkFile(String name, String sql) throws IOException {
    Path file = directory.resolve("models").resolve(sinks).resolve(name + ".sql");
    Files.createDirectories(file.getParent());
    Files.writeString(file, sql);
  }

  /** The statement of a sink of this production; {@code from} and {@code key} as in SQL. */
  String sink(String name, String from, String key, String ofTopic) {
    return "CREATE SINK "
        + sinks
        + "."
        + name
        + " IN CLUSTER "
        + sinkCluster
        + " FROM "
        + flights
        + "."
        + from
        + " INTO KAFKA CONNECTION "
        + sinks
        + ".kafka (TOPIC '"
        + ofTopic
        + "') KEY ("
        + key
        + ") FORMAT JSON ENVELOPE UPSERT";
  }

  /** Gives a model another name, in its file and in those that read it. */
  void rename(String from, String to) throws IOException {
    Path models = directory.resolve("models").resolve(flights);
    Files.move(models.resolve(from + ".sql"), models.resolve(to + ".sql"));
    for (String name : List.of(to, "on_time_board")) {
      Path file = models.resolve(name + ".sql");
      Files.writeString(file, Files.readString(file).replace(from, to));
    }
  }

  void dropModel(String name) throws IOException {
    Files.delete(directory.resolve("models").resolve(flights).resolve(name + ".sql"));
  }

  /** The configuration of a deployment of this production, with further settings. */
  DeploymentConfig config(String deployment, Map<String, String> settings) throws IOException {
    Path file = directory.resolve("verdigris.yaml");
    Files.writeString(
        file,
        """
        deployment: %s
        database: materialize
        schemas: [%s]
        clusters: [%s]
        models:
          directory: models
          cluster: %s
          search_path: [%s, %s]
        %s
        """
            .formatted(
                deployment,
                flights,
                compute,
                compute,
                flights,
                raw,
                decisions.isEmpty() ? "" : "sinks:" + decisions()));
    return DeploymentConfig.load(file, Settings.of(settings, Map.of()));
  }

  private String decisions() {
    StringBuilder yaml = new StringBuilder();
    decisions.forEach(
        (sink, decision) -> yaml.append("\n  " + sinks + "." + sink + ": " + decision));
    return yaml.toString();
  }

  DeploymentConfig config(String deployment) throws IOException {
    return config(deployment, Map.of());
  }

  @Override
  public void close() throws SQLException {
    // What a deployment has not given away yet belongs to the role that deploys.
    TestServer system = server.asSystem();
    for (List<String> sink :
        system.query(
            "SELECT s.name, k.name FROM mz_sinks k JOIN mz_schemas s ON s.id = k.schema_id WHERE s.name = '"
                + sinks
                + "'")) {
      system.execute("DROP SINK " + quoted(sink.get(0)) + "." + quoted(sink.get(1)));
    }
    for (List<String> schema :
        system.query(
            "SELECT name FROM mz_schemas WHERE name LIKE '%"
                + tag
                + "%' ORDER BY CASE WHEN name = '"
                + raw
                + "' THEN 1 ELSE 0 END")) {
      system.execute("DROP SCHEMA " + quoted(schema.get(0)) + " CASCADE");
    }
    for (List<String> cluster :
        system.query("SELECT name FROM mz_clusters WHERE name LIKE '%" + tag + "%'")) {
      system.execute("DROP CLUSTER " + quoted(cluster.get(0)) + " CASCADE");
    }
    system.execute("DROP ROLE IF EXISTS " + role);
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
