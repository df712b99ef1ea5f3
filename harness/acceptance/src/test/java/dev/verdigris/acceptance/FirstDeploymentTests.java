package dev.verdigris.acceptance;

import static dev.verdigris.catalog.Identifiers.quote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Phase;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where nothing was ever deployed, the first deployment goes the way of all others. */
class FirstDeploymentTests {
  private final TestServer server = TestServer.shared();

  @Test
  void goesTheWholeWayOverAnEmptyProduction(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory)) {
      forget(production);
      DeploymentConfig config = config(production, "pr_17");
      Runs.promoted(config, server, new Recorder());
      Runs.promoted(config, server, new Recorder());
      // What a first deployment makes belongs to the role that deploys.
      String board = production.flights + ".on_time_board";
      assertThat(server.asDeployer().query("SELECT count(*) FROM " + board))
          .isEqualTo(List.of(List.of("2")));
      assertThat(
              server.query(
                  "SELECT size, replication_factor FROM mz_clusters WHERE name IN ('"
                      + production.compute
                      + "', '"
                      + production.compute
                      + "_pr_17') ORDER BY name"))
          .containsExactly(List.of("50cc", "1"), List.of("50cc", "0"));
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        run.cleanup();
        assertThat(run.state().kind()).isEqualTo(Kind.GONE);
      }
      assertThat(new CatalogView(server, production).units())
          .noneMatch(unit -> unit.contains("pr_17"));
    }
  }

  @Test
  void aSinkOfTheProjectIsMadeBehindItAndReconciledByTheNext(@TempDir Path directory)
      throws Exception {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    try (Production production =
        Production.create(server, directory).withBroker().decide("delays", "reconciled")) {
      production.sinkFile(
          "delays", production.sink("delays", "delay_by_airport", "iata", production.topic));
      forget(production);
      CatalogView catalog = new CatalogView(server, production);
      Runs.promoted(config(production, "pr_17"), server, new Recorder());
      final String first = catalog.itemId(production.flights, "delay_by_airport");
      String sink = catalog.itemId(production.sinks, "delays");
      assertThat(catalog.sinkReads(sink)).containsExactly(first);
      Recorder again = new Recorder();
      Runs.promoted(config(production, "pr_17"), server, again);
      assertThat(again.steps()).isEmpty();
      production.differing();
      DeploymentConfig next = config(production, "pr_18");
      Recorder recorder = new Recorder();
      Runs.promoted(next, server, recorder);
      assertThat(catalog.sinkReads(sink))
          .containsExactly(catalog.itemId(production.flights, "delay_by_airport"))
          .isNotEqualTo(List.of(first));
      assertThat(recorder.text()).contains("\"delays\": the compacted topic equals ");
      try (DeploymentRun run = DeploymentRun.open(next, server, recorder)) {
        run.rollback();
        assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
        assertThat(catalog.sinkReads(sink)).containsExactly(first);
        run.cleanup();
        assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
      }
      assertThat(catalog.sinkReads(sink)).containsExactly(first);
    }
  }

  @Test
  void whatStandsInTheWayIsFoundBeforeProductionGetsItsPlaceholders(@TempDir Path directory)
      throws Exception {
    try (Production production = Production.create(server, directory)) {
      forget(production);
      server.execute(
          "CREATE SCHEMA " + production.flights,
          "CREATE VIEW " + production.flights + ".on_time_board AS SELECT 'SEA' AS iata",
          "CREATE VIEW "
              + production.raw
              + ".daily AS SELECT * FROM "
              + production.flights
              + ".on_time_board");
      CatalogView catalog = new CatalogView(server, production);
      final List<String> units = catalog.units();
      try (DeploymentRun run =
          DeploymentRun.open(config(production, "pr_17"), server, new Recorder())) {
        refuses(run, "VG-5500", "daily, owner " + server.owner() + ": reads ");
        server.execute("DROP VIEW " + production.raw + ".daily");
        assertThat(run.preflight(Phase.INIT)).noneMatch(FirstDeploymentTests::blocks);
        if (server.checksRights()) {
          String clusters = "CREATECLUSTER ON SYSTEM %s " + quote(server.deployer());
          server.asSystem().execute("REVOKE " + clusters.formatted("FROM"));
          try {
            refuses(run, "VG-6500", " has no CREATECLUSTER on it [create-cluster]");
          } finally {
            server.asSystem().execute("GRANT " + clusters.formatted("TO"));
          }
        }
        assertThat(catalog.units()).isEqualTo(units);
      }
    }
  }

  /** Init, its dry run and preflight say the same. */
  private static void refuses(DeploymentRun run, String code, String finding) {
    assertThat(run.preflight(Phase.INIT))
        .filteredOn(FirstDeploymentTests::blocks)
        .singleElement()
        .extracting(Finding::text)
        .asString()
        .contains(finding);
    assertThat(run.dryRun(Phase.INIT)).contains(finding);
    assertThatThrownBy(run::init)
        .hasMessageStartingWith(code + " ")
        .hasMessageContaining(finding)
        .hasMessageContaining("\n  state     nothing was changed\n");
  }

  private static boolean blocks(Finding finding) {
    return finding.severity() == Severity.BLOCKS;
  }

  private static DeploymentConfig config(Production production, String deployment)
      throws Exception {
    return production.config(
        deployment,
        Map.of(
            "verdigris.create",
            "true",
            "verdigris.green.clusters",
            production.compute + " = 50cc"));
  }

  /** Takes away what a production has of earlier deployments. */
  private void forget(Production production) throws Exception {
    server.execute(
        "DROP SCHEMA " + production.flights + " CASCADE",
        "DROP CLUSTER " + production.compute + " CASCADE");
  }
}
