package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentName;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Queries;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that are files of the project. */
class ProjectSinkTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestServer server = TestServer.shared();

  @TempDir private Path directory;

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  /** Beside it a sink whose relation becomes one of constants: its frontier ends there. */
  @Test
  void sinkThatIsMissingIsCreatedFromTheNewVersionAndLeftAloneAfterwards() throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      CatalogView catalog = new CatalogView(server, production);
      final String delays = catalog.itemId(production.sinks, "delays");
      final String routes = constantRoutes(production);
      String topic = production.topic + "-new";
      production.sinkFile(
          "delays", production.sink("delays", "delay_by_airport", "iata", production.topic));
      production.sinkFile("new", production.sink("new", "delay_by_airport", "iata", topic));
      DeploymentConfig config = production.config("pr_17");

      Runs.promoted(config, server, new Recorder());

      String made = catalog.itemId(production.sinks, "new");
      try (Topic records = new Topic(server.kafka(), topic)) {
        await().atMost(PATIENCE).until(() -> records.poll().size() >= 2);
        assertThat(records.texts())
            .as("a snapshot of the new definition")
            .contains("{\"iata\":\"SEA\"} {\"iata\":\"SEA\",\"flights\":2,\"delay\":10}");
      }
      assertThat(catalog.itemId(production.sinks, "delays")).isEqualTo(delays);
      Runs.promoted(config, server, new Recorder());
      assertThat(catalog.itemId(production.sinks, "new")).isEqualTo(made);
      assertThat(catalog.sinkReads(routes))
          .containsExactly(catalog.itemId(production.flights, "route_traffic"));
      assertFollowsItsRelationThereAndBack(production, config);
    }
  }

  /** A sink of {@code route_traffic}, whose next version is a table of constants. */
  private String constantRoutes(Production production) throws Exception {
    server.execute(
        production.sink(
            "routes", "route_traffic", "origin, destination", production.topic + "-routes"));
    production.decide("routes", "plain stale=any missing=any extra=any");
    production.model(
        "route_traffic",
        "CREATE MATERIALIZED VIEW route_traffic AS\nSELECT * FROM (VALUES ('SEA', 'SFO',"
            + " 7::bigint)) AS r (origin, destination, flights);\n");
    return new CatalogView(server, production).itemId(production.sinks, "routes");
  }

  /** Nothing is sent of constants; after a rollback what changes then. */
  private void assertFollowsItsRelationThereAndBack(Production production, DeploymentConfig config)
      throws Exception {
    try (Topic records = new Topic(server.kafka(), production.topic + "-routes")) {
      await().atMost(PATIENCE).until(() -> records.texts().size() >= 3);
      server.execute("INSERT INTO " + production.raw + ".flights VALUES (4, 1, 'SEA', 'SFO')");
      // On a server a sink that has come to its end sends nothing any more, the sources say.
      if (server.isLocal()) {
        try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
          run.rollback();
        }
        assertThat(records.texts()).as("of the old version, before the promotion").hasSize(3);
        server.execute("INSERT INTO " + production.raw + ".flights VALUES (5, 1, 'SEA', 'SFO')");
        await().atMost(PATIENCE).until(() -> records.texts().size() >= 4);
        assertThat(records.texts())
            .last()
            .isEqualTo(
                "{\"origin\":\"SEA\",\"destination\":\"SFO\"}"
                    + " {\"origin\":\"SEA\",\"destination\":\"SFO\",\"flights\":3}");
      }
    }
  }

  /** Renamed in the models and in the sinks' files alike: one is reconciled, the other is not. */
  @Test
  void sinksFollowARelationThatIsRenamedThereAndBack() throws Exception {
    Recorder recorder = new Recorder();
    try (Production production = Reconciling.production(server, directory);
        Topic topic = new Topic(server.kafka(), production.topic)) {
      production.undecide("debezium").decide("debezium", "plain stale=any missing=any extra=any");
      production.rename("delay_by_airport", "airports");
      production.sinkFile(
          "delays", production.sink("delays", "airports", "iata", production.topic));
      production.sinkFile(
          "debezium",
          production
              .sink("debezium", "airports", "iata", production.topic + "-debezium")
              .replace("UPSERT", "DEBEZIUM"));
      CatalogView catalog = new CatalogView(server, production);
      String old = catalog.itemId(production.flights, "delay_by_airport");
      List<String> sinks =
          List.of(
              catalog.itemId(production.sinks, "delays"),
              catalog.itemId(production.sinks, "debezium"));
      Reconciling.snapshot(topic);
      DeploymentConfig config =
          production.config(
              "pr_17",
              Map.of("verdigris.accept.vanishing", production.flights + ".delay_by_airport"));

      Runs.promoted(config, server, recorder);

      String renamed = catalog.itemId(production.flights, "airports");
      for (String sink : sinks) {
        assertThat(catalog.sinkReads(sink)).containsExactly(renamed);
      }
      assertThat(recorder.text())
          .containsPattern("delays reads .*delay_by_airport and goes to .*airports, as its file")
          .containsPattern("sink .*\\.delays: 1 stale, 1 missing, 1 extra of 3 rows")
          .containsPattern("sink .*\\.\"delays\": the compacted topic equals .*airports");
      try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
        run.rollback();
        assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.ROLLED_BACK);
      }
      for (String sink : sinks) {
        assertThat(catalog.sinkReads(sink)).containsExactly(old);
      }
      assertThat(recorder.text())
          .containsPattern("delays\": the compacted topic equals .*delay_by_airport");
    }
  }

  /** The second sink's file takes it in from a schema and a cluster that are not deployed. */
  @Test
  void sinkWhoseKeyOrColumnsChangeByItsFileIsRefusedBeforeTheSwap() throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      String fromOutside =
          production
              .sink("carriers", "delays", "iata", production.topic + "-carriers")
              .replace(production.flights + ".", production.raw + ".");
      server.execute(
          "CREATE MATERIALIZED VIEW "
              + production.raw
              + ".delays IN CLUSTER "
              + production.sinkCluster
              + " AS SELECT origin AS iata, count(*) AS flights, sum(delay) AS delay, 'AS' AS"
              + " carrier FROM "
              + production.raw
              + ".flights GROUP BY origin",
          fromOutside);
      production.sinkFile(
          "delays",
          production.sink("delays", "delay_by_airport", "iata, flights", production.topic));
      Verdict verdict = Runs.validated(run);

      assertThatThrownBy(() -> run.promote(verdict))
          .isInstanceOf(VerdigrisException.class)
          .hasMessageStartingWith("VG-5750")
          .hasMessageContaining("key: the file has (iata, flights), the server has (iata)");
      production.sinkFile(
          "delays", production.sink("delays", "delay_by_airport", "iata", production.topic));
      production.sinkFile(
          "carriers",
          production.sink("carriers", "delay_by_airport", "iata", production.topic + "-carriers"));
      try (DeploymentRun again =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        assertThatThrownBy(() -> again.promote(verdict))
            .isInstanceOf(VerdigrisException.class)
            .hasMessageStartingWith("VG-5701")
            .hasMessageContaining("reads " + production.raw + ".delays")
            .hasMessageContaining("carrier is lost");
      }
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.VALIDATED);
      assertThat(columnsOutside(production))
          .as("what sinks read, and what that reads: a transition would")
          .containsExactly("iata flights delay carrier", "flight_id delay origin destination");
    }
  }

  /** The columns of {@code raw.delays} and {@code raw.flights} that a snapshot has. */
  private List<String> columnsOutside(Production production) throws SQLException {
    Scope scope =
        new Scope(
            new DeploymentName("pr_17"),
            "materialize",
            List.of(production.flights),
            List.of(production.compute));
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      Snapshot snapshot =
          CatalogReader.read(
              new Queries() {
                @Override
                public <T> T query(String sql, ResultReader<T> reader) throws SQLException {
                  return reader.read(statement.executeQuery(sql));
                }
              },
              scope);
      String raw = snapshot.schemaNamed("materialize", production.raw).orElseThrow().id();
      return Stream.of("delays", "flights")
          .map(name -> snapshot.itemNamed(raw, name).orElseThrow().columns())
          .map(columns -> String.join(" ", columns.stream().map(Column::name).toList()))
          .toList();
    }
  }

  @Test
  void newSinkWhoseKeyIsNotProvableIsRefusedBeforeTheSwap() throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      production.sinkFile(
          "new", production.sink("new", "route_traffic", "flights", production.topic + "-new"));
      Verdict verdict = Runs.validated(run);

      assertThatThrownBy(() -> run.promote(verdict))
          .isInstanceOf(VerdigrisException.class)
          .hasMessageContaining("provable keys: (origin, destination)");
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.VALIDATED);
    }
  }

  @Test
  void connectionThatIsLostAtItsCreateIsFollowedUpByTheNextRun() throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        TestServer.Relayed relayed = server.relayed()) {
      production.sinkFile(
          "new", production.sink("new", "delay_by_airport", "iata", production.topic + "-new"));
      DeploymentConfig config = production.config("pr_17");
      relayed.relay().cutBefore(sql -> sql.startsWith("CREATE SINK"));

      assertThatThrownBy(() -> Runs.promoted(config, relayed, new Recorder()))
          .isInstanceOfSatisfying(
              VerdigrisException.class,
              e -> {
                assertThat(e.problem().code()).isEqualTo("VG-7750");
                assertThat(e.problem().exitCode()).isEqualTo(ExitCode.FOLLOW_UP);
                assertThat(e.problem().detail("state").orElse("")).contains("is promoted");
              });
      assertThat(relayed.relay().hasCut()).isTrue();
      Runs.promoted(config, server, new Recorder());
      assertThat(
              server.query(
                  "SELECT k.name FROM mz_sinks k JOIN mz_schemas s ON s.id = k.schema_id"
                      + " WHERE s.name = '"
                      + production.sinks
                      + "' ORDER BY k.name"))
          .isEqualTo(List.of(List.of("delays"), List.of("new")));
    }
  }
}
