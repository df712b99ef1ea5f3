package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.Preview;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Outcome;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment from init to cleanup, as the catalog shows it. */
class MainJobTests {
  private final TestServer server = TestServer.shared();
  private Production production;
  private CatalogView catalog;

  @BeforeEach
  void createProduction(@TempDir Path directory) throws Exception {
    production = Production.create(server, directory);
    catalog = new CatalogView(server, production);
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
  }

  @Test
  void promotionMovesTheNamesAndKeepsTheIds() throws Exception {
    withSink();
    DeploymentConfig config = production.config("pr_17");
    final String blueSchema = catalog.schemaId(production.flights);
    final String blueCluster = catalog.clusterId(production.compute);
    final String sink = catalog.itemId(production.sinks, "delays");
    Recorder recorder = new Recorder();
    String greenView;
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      var verdict = Runs.validated(run);
      greenView = catalog.itemId(production.flights + "_pr_17", "delay_by_airport");
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.VALIDATED);
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.PROMOTED);
    }
    assertThat(catalog.schemaId(production.flights + "_pr_17")).isEqualTo(blueSchema);
    assertThat(catalog.clusterId(production.compute + "_pr_17")).isEqualTo(blueCluster);
    assertThat(catalog.itemId(production.flights, "delay_by_airport")).isEqualTo(greenView);
    assertThat(catalog.itemId(production.sinks, "delays")).isEqualTo(sink);
    assertThat(catalog.sinkReads(sink)).containsExactly(greenView);
    assertThat(catalog.schemaComment(production.flights))
        .startsWith("what the boards read\nverdigris/1 {")
        .contains("\"pr_17\"", blueSchema);
    assertThat(
            server.query(
                "SELECT delay FROM " + production.flights + ".delay_by_airport WHERE iata = 'SEA'"))
        .containsExactly(List.of("10"));
  }

  @Test
  void consumersKeepTheirRightsAndComments() throws Exception {
    String before = grants();
    Runs.promoted(production.config("pr_17"), server, new Recorder());
    assertThat(grants()).isEqualTo(before).contains("on_time_board").contains(production.role);
    assertThat(
            server.query(
                "SELECT c.comment FROM mz_internal.mz_comments c WHERE c.id = '"
                    + catalog.itemId(production.flights, "delay_by_airport")
                    + "' AND c.object_type = 'materialized-view' AND c.object_sub_id IS NULL"))
        .containsExactly(List.of("one row an airport"));
  }

  @Test
  void secondRunChangesNothingAndSaysSo() throws Exception {
    DeploymentConfig config = production.config("pr_17");
    Runs.promoted(config, server, new Recorder());
    List<String> units = catalog.units();
    List<String> schema = catalog.schema(production.flights);
    Recorder recorder = new Recorder();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, recorder)) {
      run.init();
      run.run();
      run.await();
      run.promote(Runs.validate(run));
      assertThat(relayed.relay().statements()).noneMatch(Writes::isWrite);
    }
    assertThat(catalog.units()).isEqualTo(units);
    assertThat(catalog.schema(production.flights)).isEqualTo(schema);
    assertThat(recorder.steps()).isEmpty();
    assertThat(recorder.text()).contains("in production");
  }

  @Test
  void anotherNameDeploysOnTopAndTheFinishedOneStaysFinished() throws Exception {
    Runs.promoted(production.config("pr_17"), server, new Recorder());
    String first = catalog.schemaId(production.flights);
    production.model("route_traffic", production.traffic().replace("count(*)", "count(*) + 0"));
    Runs.promoted(production.config("pr_18"), server, new Recorder());
    assertThat(catalog.schemaId(production.flights)).isNotEqualTo(first);
    assertThat(catalog.schemaId(production.flights + "_pr_18")).isEqualTo(first);
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.SUPERSEDED);
    }
  }

  @Test
  void finishedDeploymentWithOtherModelsIsAConflict() throws Exception {
    DeploymentConfig config = production.config("pr_17");
    Runs.promoted(config, server, new Recorder());
    List<String> units = catalog.units();
    production.model("route_traffic", production.traffic().replace("count(*)", "count(*) + 0"));
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      run.init();
      assertThatThrownBy(run::run)
          .isInstanceOfSatisfying(
              VerdigrisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT))
          .hasMessageContaining("choose a new name");
    }
    assertThat(catalog.units()).isEqualTo(units);
  }

  @Test
  void rollbackRestoresTheOldIdsAndSinks() throws Exception {
    withSink();
    DeploymentConfig config = production.config("pr_17");
    List<String> blueSchema = catalog.schema(production.flights);
    final String blueView = catalog.itemId(production.flights, "delay_by_airport");
    final String sink = catalog.itemId(production.sinks, "delays");
    Runs.promoted(config, server, new Recorder());
    server.execute(
        "CREATE VIEW "
            + production.raw
            + ".late_reader AS SELECT iata FROM "
            + production.flights
            + ".delay_by_airport");
    Recorder recorder = new Recorder();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun shown = DeploymentRun.open(config, relayed, new Recorder());
        DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      Preview preview = shown.preview(List.of(Phase.ROLLBACK));
      assertThat(relayed.relay().statements()).noneMatch(Writes::isWrite);
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.ROLLED_BACK);
      assertThat(preview.refusal()).isEmpty();
      assertThat(preview.text())
          .as("what consumers would see, and who reads what is left")
          .contains("sink " + production.sinks + ".delays: 1 stale, 0 missing, 0 extra of ")
          .contains("view " + production.raw + ".late_reader, owner ")
          .doesNotContain("warning");
      assertThat(recorder.text()).contains("late_reader, owner ", ": 1 stale, 0 missing, 0 extra");
    }
    server.execute("DROP VIEW " + production.raw + ".late_reader");
    assertThat(catalog.schema(production.flights)).isEqualTo(blueSchema);
    assertThat(catalog.sinkReads(sink)).containsExactly(blueView);
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      run.cleanup();
    }
    assertThat(catalog.units()).noneMatch(unit -> unit.contains("pr_17"));
    assertThat(catalog.schema(production.flights)).isEqualTo(blueSchema);
  }

  @Test
  void cleanupLeavesNothingOfTheOldEnvironmentBehind() throws Exception {
    withSink();
    DeploymentConfig config = production.config("pr_17");
    Runs.promoted(config, server, new Recorder());
    final List<String> schema = withoutMarker(catalog.schema(production.flights));
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.GONE);
      run.cleanup();
    }
    assertThat(catalog.units())
        .hasSize(5)
        .noneMatch(unit -> unit.contains("pr_17") || unit.contains("verdigris"));
    assertThat(withoutMarker(catalog.schema(production.flights))).isEqualTo(schema);
  }

  @Test
  void cleanupIsRefusedWhileSomethingOutsideReadsTheOldEnvironment() throws Exception {
    DeploymentConfig config =
        production.config("pr_17", Map.of("verdigris.accept.readers", production.raw + ".outside"));
    server.execute(
        "CREATE VIEW "
            + production.raw
            + ".outside AS SELECT iata FROM "
            + production.flights
            + ".delay_by_airport");
    Runs.promoted(config, server, new Recorder());
    List<String> units = catalog.units();
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      assertThatThrownBy(run::cleanup)
          .isInstanceOfSatisfying(
              VerdigrisException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT))
          .hasMessageContaining(production.raw + ".outside");
    }
    assertThat(catalog.units()).isEqualTo(units);
    assertThat(server.query("SELECT count(*) FROM " + production.raw + ".outside"))
        .containsExactly(List.of("2"));
  }

  @Test
  void refusedModelLeavesProductionAndTopicAsTheyWere() throws Exception {
    withSink();
    DeploymentConfig config = production.config("pr_17");
    final List<String> schema = catalog.schema(production.flights);
    final String sink = catalog.itemId(production.sinks, "delays");
    final List<String> reads = catalog.sinkReads(sink);
    try (Topic topic = new Topic(server.kafka(), production.topic);
        DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      await().atMost(Duration.ofSeconds(30)).until(() -> topic.poll().size() == 2);
      run.init();
      run.run();
      run.await();
      Verdict verdict = Runs.validate(run, Outcome.FAIL);
      assertThatThrownBy(() -> run.promote(verdict))
          .isInstanceOfSatisfying(
              VerdigrisException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GATE_FAILED))
          .hasMessageContaining("nothing was promoted");
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.BUILT);
      assertThat(topic.poll()).hasSize(2);
    }
    assertThat(catalog.schema(production.flights)).isEqualTo(schema);
    assertThat(catalog.sinkReads(sink)).isEqualTo(reads);
    assertThat(catalog.schemaId(production.flights + "_pr_17")).isNotEmpty();
  }

  @Test
  void nothingIsPromotedWithoutAVerdictThatPromotes() throws Exception {
    DeploymentConfig config = production.config("pr_17");
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      var verdict = Runs.validated(run);
      server.execute(
          "CREATE VIEW " + production.flights + "_pr_17.foreign_view AS SELECT 1 AS one");
      List<String> units = catalog.units();
      assertThatThrownBy(() -> run.promote(verdict)).isInstanceOf(VerdigrisException.class);
      assertThat(catalog.units()).isEqualTo(units);
    }
  }

  @Test
  void onlyWhatChangedIsRecreated() throws Exception {
    DeploymentConfig config = production.config("pr_17");
    String green = production.flights + "_pr_17";
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      run.init();
      run.run();
    }
    final String delay = catalog.itemId(green, "delay_by_airport");
    final String board = catalog.itemId(green, "on_time_board");
    final String traffic = catalog.itemId(green, "route_traffic");
    production.model("delay_by_airport", production.newDelay().replace("0)", "1)"));
    Recorder recorder = new Recorder();
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      run.init();
      run.run();
    }
    assertThat(catalog.itemId(green, "delay_by_airport")).isNotEqualTo(delay);
    assertThat(catalog.itemId(green, "on_time_board")).isNotEqualTo(board);
    assertThat(catalog.itemId(green, "route_traffic")).isEqualTo(traffic);
    production.dropModel("route_traffic");
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      run.run();
    }
    assertThat(catalog.schema(green)).noneMatch(line -> line.contains("route_traffic"));
  }

  /** The marker tells that the cleanup was meant; consumers do not read it. */
  private static List<String> withoutMarker(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("verdigris/1 \\{.*", "")).toList();
  }

  private void withSink() throws SQLException {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    production.withSink();
  }

  /** Every grant on what production's names mean, by name. */
  private String grants() throws SQLException {
    StringBuilder text = new StringBuilder();
    for (List<String> row :
        server.query(
            "SELECT 'object', name, grantee, privilege_type FROM mz_internal.mz_show_object_privileges"
                + " WHERE schema = '"
                + production.flights
                + "' ORDER BY 2, 3, 4")) {
      text.append(row).append('\n');
    }
    for (List<String> row :
        server.query(
            "SELECT 'schema', name, grantee, privilege_type FROM mz_internal.mz_show_schema_privileges"
                + " WHERE name = '"
                + production.flights
                + "' ORDER BY 2, 3, 4")) {
      text.append(row).append('\n');
    }
    for (List<String> row :
        server.query(
            "SELECT 'cluster', name, grantee, privilege_type FROM mz_internal.mz_show_cluster_privileges"
                + " WHERE name = '"
                + production.compute
                + "' ORDER BY 2, 3, 4")) {
      text.append(row).append('\n');
    }
    return text.toString();
  }
}
