package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  @Test
  void sinkThatIsMissingIsCreatedFromTheNewVersionAndLeftAloneAfterwards() throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      CatalogView catalog = new CatalogView(server, production);
      final String delays = catalog.itemId(production.sinks, "delays");
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
    }
  }

  @Test
  void sinkWhoseKeyChangedInItsFileIsRefusedBeforeTheSwap() throws Exception {
    try (Production production = Production.create(server, directory).withSink();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      production.sinkFile(
          "delays",
          production.sink("delays", "delay_by_airport", "iata, flights", production.topic));
      Verdict verdict = Runs.validated(run);

      assertThatThrownBy(() -> run.promote(verdict))
          .isInstanceOf(VerdigrisException.class)
          .hasMessageStartingWith("VG-5750")
          .hasMessageContaining("key: the file has (iata, flights), the server has (iata)");
      assertThat(run.state().kind()).isEqualTo(DeploymentState.Kind.VALIDATED);
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
