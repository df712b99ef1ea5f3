package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the consumers of a sink would see of a plain cutover is counted, shown and decided about.
 */
class SinkDecisionTests {
  private final TestServer server = TestServer.shared();

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  @Test
  void undecidedDifferencesAreShownAndNotPromoted(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      production.undecide("delays").differing();
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        var verdict = Runs.validated(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .satisfies(
                refused ->
                    assertThat(
                            refused
                                .problem()
                                .format()
                                .replace(production.tag, "x")
                                .replaceAll("at 1[0-9]{12}", "at <time>"))
                        .isEqualTo(
                            """
                            VG-5702 CONFLICT  what a sink has sent differs from the new version, and nobody decided about it
                              sinks     sinks_x.delays
                                          1 stale, 1 missing, 1 extra of 3 rows at <time>
                                          stale    iata=SEA  flights=2, delay=6 → flights=2, delay=10
                                          missing  iata=LAX  flights=1, delay=0
                                          extra    iata=OAK  flights=1, delay=7
                              because   a plain cutover sends nothing: these keys would stay as they are until they change next
                              state     nothing was promoted; green stays up
                              next      write one of the two into verdigris.yaml and run again
                                        sinks: {sinks_x.delays: reconciled}
                                        sinks: {sinks_x.delays: {cutover: plain, stale: 1, missing: 1, extra: 1}}\
                            """));
        assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void aBudgetThatIsExceededRefusesAndOneThatSufficesIsPromoted(@TempDir Path directory)
      throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      production.decide("delays", "{cutover: plain, stale: 1, missing: 1}").differing();
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        var verdict = Runs.validated(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFLICT))
            .withMessageStartingWith("VG-5703 ")
            .withMessageContaining("1 stale, 1 missing, 1 extra of 3 rows");
        production.decide("delays", "plain stale=1 missing=1 extra=1");
        Recorder recorder = new Recorder();
        try (DeploymentRun again =
            DeploymentRun.open(production.config("pr_17"), server, recorder)) {
          assertThat(again.dryRun(Phase.PROMOTE))
              .contains("1 stale, 1 missing, 1 extra of 3 rows", "extra    iata=OAK");
          again.promote(verdict);
        }
        assertThat(recorder.text()).contains("1 stale, 1 missing, 1 extra of 3 rows");
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void aSinkThatIsNotThereIsNamedWithTheOneThatWasMeant(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      production.undecide("delays").decide("delay", "reconciled");
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        var verdict = Runs.validated(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith("VG-2700 ")
            .withMessageContaining("did you mean " + production.sinks + ".delays?");
      }
    }
  }

  /** The records lose it, although no other column differs. */
  @Test
  void aColumnThatGoesAwayWithARollbackIsCounted(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      production.model(
          "delay_by_airport",
          "CREATE MATERIALIZED VIEW delay_by_airport AS\nSELECT origin AS iata, count(*) AS flights,"
              + " sum(delay) AS delay, max(delay) AS worst FROM "
              + production.raw
              + ".flights GROUP BY origin;\n");
      Recorder told = new Recorder();
      try (DeploymentRun run = DeploymentRun.open(production.config("pr_17"), server, told)) {
        run.promote(Runs.validated(run));
        run.rollback();
      }
      assertThat(told.text())
          .contains("rollback: sink " + production.sinks + ".delays: 2 stale, 0 missing, 0 extra")
          .contains("iata=SEA  flights=2, delay=6, worst=10 → flights=2, delay=6, worst=NULL");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void lostAndRetypedColumnsAreRefusedUnlessAccepted(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      production.model(
          "delay_by_airport",
          "CREATE MATERIALIZED VIEW delay_by_airport AS\nSELECT origin AS iata, count(*)::text AS"
              + " flights, max(delay) AS worst FROM "
              + production.raw
              + ".flights GROUP BY origin;\n");
      production.model("on_time_board", "CREATE VIEW on_time_board AS SELECT 1 AS one;\n");
      // Production's own readers are preflight's to protect, and accepted here.
      Map<String, String> accepted =
          Map.of(
              "verdigris.accept.columns",
              production.flights + ".delay_by_airport," + production.flights + ".on_time_board");
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17", accepted), server, new Recorder())) {
        var verdict = Runs.validated(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith("VG-5701 ")
            .withMessageContaining("delay is lost")
            .withMessageContaining("flights was bigint and is text");
        production.decide("delays", "reconciled columns=any");
        try (DeploymentRun again =
            DeploymentRun.open(production.config("pr_17", accepted), server, new Recorder())) {
          assertThatExceptionOfType(VerdigrisException.class)
              .isThrownBy(() -> again.promote(verdict))
              .withMessageStartingWith("VG-5704 ")
              .withMessageContaining("no view can show both types of column flights");
        }
        production.decide("delays", "plain stale=2 columns=any");
        try (DeploymentRun again =
            DeploymentRun.open(production.config("pr_17", accepted), server, new Recorder())) {
          again.promote(verdict);
          assertThat(again.state().kind()).isEqualTo(Kind.PROMOTED);
        }
      }
    }
  }

  @Test
  void aRelationThatIsAnErrorIsFoundBeforeTheSwap(@TempDir Path directory) throws Exception {
    try (Production production = Production.create(server, directory).withSink()) {
      production.model(
          "delay_by_airport",
          "CREATE MATERIALIZED VIEW delay_by_airport AS\nSELECT origin AS iata, count(*) AS flights,"
              + " sum(60 / (delay - 99)) AS delay FROM "
              + production.raw
              + ".flights GROUP BY origin;\n");
      production.decide("delays", "reconciled");
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        var verdict = Runs.validated(run);
        server.execute("INSERT INTO " + production.raw + ".flights VALUES (91, 99, 'SEA', 'SFO')");
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageContaining("division by zero");
        assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      }
    }
  }
}
