package dev.verdigris.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.verdigris.acceptance.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A blue/green deployment by dbt-materialize from the first run to the cleanup, two schemas and two
 * clusters, with four threads. What dbt says is not believed: the catalog and the topic are asked.
 */
class DbtDeploymentTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ADDED =
      "INSERT INTO raw.flights VALUES (%d, '2001-03-31 10:00:00', -10, 100, 'SEA', 'SFO')";
  private static final String SEA = "{\"iata\":\"SEA\"}";

  @TempDir private Path directory;

  @Test
  void everyPhaseLeavesWhatItShould() throws Exception {
    Tools.dbt();
    try (EngineProcess engine = EngineProcess.withFlights(directory);
        Topic topic = new Topic(engine.kafka(), Flights.TOPIC)) {
      Dbt dbt = Dbt.project(directory, engine);
      Flights flights = new Flights(engine);
      flights.prepare();

      production(engine, dbt, flights, topic);
      Phases phases = new Phases(engine, dbt, flights);
      phases.init();
      phases.build();
      phases.await();
      phases.validate();
      phases.dryRun();
      promote(engine, dbt, flights, topic);
      cleanup(engine, dbt, flights, topic);
      documentation(dbt);
    }
  }

  private static void production(EngineProcess engine, Dbt dbt, Flights flights, Topic topic)
      throws Exception {
    dbt.run("seed");
    assertThat(engine.rows("SELECT * FROM flights.delay_bands ORDER BY from_minutes"))
        .containsExactly("early|-1000|0", "punctual|0|15", "late|15|100000");
    assertThat(engine.rows("SHOW COLUMNS FROM flights.delay_bands"))
        .containsExactly("band|t|text|", "from_minutes|t|integer|", "to_minutes|t|integer|");

    String said = dbt.run("run", "--threads", "4").text();
    assertThat(flights.objects("flights"))
        .as(said)
        .containsExactly(
            "index flights.delay_by_airport_iata_idx on compute",
            "materialized-view flights.delay_by_airport on compute",
            "materialized-view flights.route_traffic on compute",
            "table flights.delay_bands",
            "view flights.departures");
    assertThat(flights.objects("flights_boards"))
        .containsExactly(
            "index flights_boards.on_time_board_band on serving",
            "index flights_boards.on_time_board_primary_idx on serving",
            "view flights_boards.on_time_board");
    assertThat(flights.objects("flights_sinks"))
        .containsExactly("sink flights_sinks.delays_out on sinks");
    assertThat(flights.objects("flights_ingest"))
        .containsExactly(
            "source flights_ingest.auction_house on ingest", "table flights_ingest.bids");
    await()
        .atMost(PATIENCE)
        .until(() -> engine.value("SELECT count(*) > 0 FROM flights_ingest.bids").equals("t"));
    assertThat(
            engine.rows(
                "SELECT coalesce(c.object_sub_id::text, '-') || ' ' || c.comment FROM"
                    + " mz_internal.mz_comments c JOIN mz_relations r ON r.id = c.id"
                    + " WHERE r.name = 'delay_by_airport' AND c.comment <> '' ORDER BY 1"))
        .containsExactly(
            "- Departures and delays of each airport", "1 The airport's code", "3 Minutes");
    assertThat(
            engine.value(
                "SELECT create_sql FROM mz_materialized_views WHERE name = 'delay_by_airport'"))
        .contains("ASSERT NOT NULL");
    int airports = airports(engine);
    await().atMost(PATIENCE).until(() -> topic.poll().size() >= airports);
    assertThat(topic.poll()).hasSize(airports);
    assertThat(dbt.run("test").text()).contains("PASS=6");
  }

  private static void promote(EngineProcess engine, Dbt dbt, Flights flights, Topic topic)
      throws Exception {
    String blue = flights.id("flights", "delay_by_airport");
    String green = flights.id("flights_dbt_deploy", "delay_by_airport");
    Ids before = Ids.of(flights);
    assertThat(flights.sinkReads()).isEqualTo(blue);
    int sent = topic.poll().size();

    String said = dbt.operation("deploy_promote").text();
    assertThat(Ids.of(flights)).as(said).isEqualTo(before.swapped());
    assertThat(flights.id("flights", "delay_by_airport")).isEqualTo(green);
    assertThat(flights.id("flights_dbt_deploy", "delay_by_airport")).isEqualTo(blue);
    assertThat(flights.sinkReads()).as("what the sink reads: " + said).isEqualTo(green);
    for (String schema : Flights.SCHEMAS) {
      assertThat(
              engine.value(
                  "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id"
                      + " WHERE c.object_type = 'schema' AND s.name = '"
                      + schema
                      + "'"))
          .contains("Deployment by materialize on");
    }
    assertThat(engine.value("SELECT count(*) FROM flights.delay_by_airport WHERE avg_delay < 0"))
        .as("no airport is early on average any more")
        .isEqualTo("0");
    assertThat(topic.poll()).as("a cutover sends nothing").hasSize(sent);
    oneChange(engine, topic, 1_000_001, sent);
  }

  private static void cleanup(EngineProcess engine, Dbt dbt, Flights flights, Topic topic)
      throws Exception {
    int sent = topic.poll().size();
    Ids before = Ids.of(flights);
    String said = dbt.operation("deploy_cleanup").text();
    // dbt forgets the schema of stored failures, here as on a real server; the cluster's end
    // empties it.
    assertThat(engine.rows("SELECT name FROM mz_schemas WHERE name LIKE '%dbt_deploy'"))
        .as(said)
        .containsExactly("flights_dbt_test__audit_dbt_deploy");
    assertThat(flights.objects("flights_dbt_test__audit_dbt_deploy"))
        .hasSize(5)
        .allMatch(object -> object.endsWith(" on compute"));
    assertThat(engine.rows("SELECT name FROM mz_clusters WHERE name LIKE '%dbt_deploy'")).isEmpty();
    assertThat(Ids.of(flights).blue()).isEqualTo(before.blue());
    assertThat(flights.objects("flights")).hasSize(5);
    oneChange(engine, topic, 1_000_002, sent);
  }

  /** One more flight, ten minutes early: one record, of the definition of now. */
  private static void oneChange(EngineProcess engine, Topic topic, int flight, int sent)
      throws SQLException {
    engine.execute(ADDED.formatted(flight));
    await().atMost(PATIENCE).until(() -> topic.poll().size() > sent);
    String row =
        engine.value(
            "SELECT flights::text || ',\"avg_delay\":\"' || avg_delay::text FROM"
                + " flights.delay_by_airport WHERE iata = 'SEA'");
    assertThat(topic.texts())
        .hasSize(sent + 1)
        .last()
        .isEqualTo(SEA + " {\"iata\":\"SEA\",\"flights\":" + row + "\"}");
  }

  private static void documentation(Dbt dbt) throws Exception {
    String said = dbt.run("docs", "generate").text();
    JsonObject node =
        dbt.artifact("catalog.json")
            .getAsJsonObject("nodes")
            .getAsJsonObject("model.flights.delay_by_airport");
    assertThat(node).as(said).isNotNull();
    JsonObject metadata = node.getAsJsonObject("metadata");
    assertThat(metadata.get("type").getAsString()).isEqualTo("materialized_view");
    assertThat(metadata.get("owner").getAsString()).isEqualTo("materialize");
    assertThat(metadata.get("comment").getAsString())
        .isEqualTo("Departures and delays of each airport");
    JsonObject columns = node.getAsJsonObject("columns");
    assertThat(columns.keySet()).containsExactly("iata", "flights", "avg_delay");
    assertThat(columns.getAsJsonObject("flights").get("type").getAsString()).isEqualTo("bigint");
  }

  private static int airports(EngineProcess engine) throws SQLException {
    return Integer.parseInt(engine.value("SELECT count(DISTINCT origin) FROM raw.flights"));
  }

  /** The ids behind production's names and behind the deployment's. */
  record Ids(List<String> blue, List<String> green) {
    static Ids of(Flights flights) throws SQLException {
      return new Ids(ids(flights, ""), ids(flights, "_dbt_deploy"));
    }

    private static List<String> ids(Flights flights, String suffix) throws SQLException {
      Set<String> units = new TreeSet<>();
      for (String unit : flights.units()) {
        String name = unit.substring(0, unit.indexOf('='));
        boolean deployed =
            name.matches("(schema (flights|flights_boards)|cluster (compute|serving))" + suffix);
        if (deployed) {
          units.add(unit.replace(suffix + "=", "="));
        }
      }
      return List.copyOf(units);
    }

    Ids swapped() {
      return new Ids(green, blue);
    }
  }

  /** The phases before the promotion, none of which touches production. */
  private record Phases(EngineProcess engine, Dbt dbt, Flights flights) {
    void init() throws Exception {
      engine.execute(
          "CREATE ROLE board",
          "GRANT USAGE ON SCHEMA flights_boards TO board",
          "GRANT USAGE ON CLUSTER serving TO board",
          "ALTER DEFAULT PRIVILEGES FOR ROLE materialize IN SCHEMA flights_boards"
              + " GRANT SELECT ON TABLES TO board");
      Ids before = Ids.of(flights);
      String said = dbt.operation("deploy_init").text();
      Ids after = Ids.of(flights);
      assertThat(after.blue()).isEqualTo(before.blue());
      assertThat(after.green()).as(said).hasSize(4);
      assertThat(
              engine.rows(
                  "SELECT name, size, replication_factor, managed FROM mz_clusters WHERE name LIKE"
                      + " '%dbt_deploy' ORDER BY 1"))
          .containsExactly("compute_dbt_deploy|50cc|1|t", "serving_dbt_deploy|25cc|2|t");
      assertThat(
              engine.rows(
                  "SELECT name, privilege_type FROM mz_internal.mz_show_schema_privileges WHERE"
                      + " grantee = 'board' ORDER BY 1"))
          .containsExactly("flights_boards|USAGE", "flights_boards_dbt_deploy|USAGE");
      assertThat(
              engine.rows(
                  "SELECT name, privilege_type FROM mz_internal.mz_show_cluster_privileges WHERE"
                      + " grantee = 'board' ORDER BY 1"))
          .containsExactly("serving|USAGE", "serving_dbt_deploy|USAGE");
      assertThat(
              engine.rows(
                  "SELECT schema, object_type, privilege_type FROM"
                      + " mz_internal.mz_show_default_privileges WHERE grantee = 'board' ORDER BY"
                      + " 1"))
          .containsExactly("flights_boards|table|SELECT", "flights_boards_dbt_deploy|table|SELECT");
    }

    void build() throws Exception {
      Ids before = Ids.of(flights);
      String reads = flights.sinkReads();
      dbt.run("seed", "--vars", "deploy: True");
      String said = dbt.run(Dbt.WITHOUT_SINKS_AND_SOURCES, "run", "--vars", Dbt.NEXT).text();
      assertThat(Ids.of(flights)).isEqualTo(before);
      assertThat(flights.sinkReads()).isEqualTo(reads);
      for (String schema : Flights.SCHEMAS) {
        assertThat(flights.objects(schema + "_dbt_deploy"))
            .as(said)
            .isEqualTo(flights.objects(schema).stream().map(Phases::green).toList());
      }
      assertThat(engine.value("SELECT count(*) FROM mz_sinks")).isEqualTo("1");
      assertThat(
              engine.rows(
                  "SELECT grantee, privilege_type FROM mz_internal.mz_show_object_privileges WHERE"
                      + " schema = 'flights_boards_dbt_deploy' AND grantee = 'board'"))
          .as("the copied default privileges grant")
          .containsExactly("board|SELECT");
    }

    private static String green(String object) {
      return object
          .replaceFirst(" (flights|flights_boards)\\.", " $1_dbt_deploy.")
          .replaceFirst(" on (\\w+)$", " on $1_dbt_deploy");
    }

    void await() throws IOException, InterruptedException, SQLException {
      String said = dbt.operation("deploy_await", "--args", "{poll_interval: 1}").text();
      assertThat(said).contains("All 2 cluster(s) are ready.");
      assertThat(
              engine.rows(
                  "SELECT o.name, h.hydrated FROM mz_internal.mz_hydration_statuses h JOIN"
                      + " mz_objects o ON o.id = h.object_id JOIN mz_clusters c ON c.id ="
                      + " o.cluster_id WHERE c.name LIKE '%dbt_deploy' AND o.id LIKE 'u%' AND NOT"
                      + " h.hydrated"))
          .isEmpty();
    }

    void validate() throws Exception {
      String[] data = {"--select", "test_type:data"};
      String said = dbt.run(data, "test", "--vars", Dbt.NEXT).text();
      assertThat(dbt.results().values()).as(said).hasSize(5).containsOnly("pass");
      assertThat(dbt.compiled())
          .allMatch(sql -> sql.contains("_dbt_deploy\"."))
          .noneMatch(sql -> sql.contains("\"flights\".") || sql.contains("\"flights_boards\"."));
      // A test that must fail, on green and not on blue: its failures are stored beside it.
      engine.execute(
          "UPDATE flights_dbt_deploy.delay_bands SET band = 'on time' WHERE band = 'punctual'");
      String failed = dbt.run(data, "test", "--vars", Dbt.NEXT, "--store-failures").text();
      assertThat(dbt.results().entrySet().stream().filter(one -> one.getValue().equals("fail")))
          .as(failed)
          .hasSize(1)
          .allMatch(one -> one.getKey().startsWith("accepted_values_on_time_board"));
      String failures =
          engine.value(
              "SELECT s.name || '.' || m.name FROM mz_materialized_views m JOIN mz_schemas s ON"
                  + " s.id = m.schema_id JOIN mz_clusters c ON c.id = m.cluster_id WHERE m.name"
                  + " LIKE 'accepted_values%' AND c.name = 'compute_dbt_deploy'");
      assertThat(engine.rows("SELECT value_field FROM " + failures)).containsExactly("on time");
      engine.execute(
          "UPDATE flights_dbt_deploy.delay_bands SET band = 'punctual' WHERE band = 'on time'");
      dbt.run(data, "test", "--vars", Dbt.NEXT);
      assertThat(dbt.results().values()).hasSize(5).containsOnly("pass");
    }

    void dryRun() throws Exception {
      List<String> before = flights.units();
      String reads = flights.sinkReads();
      String said = dbt.operation("deploy_promote", "--args", "{dry_run: true}").text();
      assertThat(said)
          .contains("DRY RUN: ALTER SCHEMA \"flights\" SWAP WITH \"flights_dbt_deploy\"")
          .contains("DRY RUN: ALTER CLUSTER \"serving\" SWAP WITH \"serving_dbt_deploy\"")
          .contains(
              "DRY RUN: ALTER SINK \"materialize\".\"flights_sinks\".\"delays_out\" SET FROM"
                  + " \"materialize\".\"flights\".\"delay_by_airport\"");
      assertThat(flights.units()).isEqualTo(before);
      assertThat(flights.sinkReads()).isEqualTo(reads);
    }
  }
}
