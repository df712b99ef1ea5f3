package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A COMMIT that nobody answered, and that takes effect late or not at all: a fence first, then the
 * ids. The relay holds the COMMIT back, so that it is the same on every server.
 */
class UnknownOutcomeTests {
  private final TestServer server = TestServer.shared();
  private Production production;
  private CatalogView catalog;
  private String blue;

  @BeforeEach
  void createProduction(@TempDir Path directory) throws Exception {
    production = Production.create(server, directory);
    catalog = new CatalogView(server, production);
    blue = catalog.schemaId(production.flights);
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
  }

  /** The COMMIT that ends the swap, not a rehearsal. */
  private static boolean isCommit(Relay.Sent sent) {
    return sent.session().endsWith(" swap") && sent.sql().equals("COMMIT");
  }

  @Test
  void aCommitThatComesBehindTheFenceIsDeadAndTriedAgain() throws Exception {
    Recorder recorder = new Recorder();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), relayed, recorder)) {
      Verdict verdict = Runs.validated(run);
      Disturbance.Held late = Disturbance.Held.untilReleased();
      relayed.relay().disturb(UnknownOutcomeTests::isCommit, late);
      run.promote(verdict);
      late.letGo();
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(relayed.relay().sent()).filteredOn(UnknownOutcomeTests::isCommit).hasSize(2);
    }
    assertThat(recorder.text())
        .contains("the COMMIT was not answered and has had no effect; attempt 2 of 21 follows");
    assertThat(catalog.schemaId(production.flights + "_pr_17")).isEqualTo(blue);
  }

  @Test
  void whatIsSaidOfACommitThatHadNoEffectStaysTrueWhenItComes() throws Exception {
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run =
            DeploymentRun.open(
                production.config("pr_17", Map.of("verdigris.promote.retries", "0")),
                relayed,
                new Recorder())) {
      Verdict verdict = Runs.validated(run);
      Disturbance.Held late = Disturbance.Held.untilReleased();
      relayed.relay().disturb(UnknownOutcomeTests::isCommit, late);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .withMessage(
              """
              VG-6780 CONNECTION  the COMMIT of promote was not answered, and has had no effect
                cause     An I/O error occurred while sending to the backend. (08006)
                state     deployment pr_17 is validated (green has been validated and not been promoted)
                next      run again; if it does not get through, raise promote.retries\
              """);
      late.letGo();
      assertThat(catalog.schemaId(production.flights)).isEqualTo(blue);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  @Test
  void aCommitThatComesBeforeTheFenceIsFoundDone() throws Exception {
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), relayed, new Recorder())) {
      Verdict verdict = Runs.validated(run);
      relayed.relay().disturb(UnknownOutcomeTests::isCommit, new Disturbance.Lost(true));
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(relayed.relay().sent()).filteredOn(UnknownOutcomeTests::isCommit).hasSize(1);
    }
    assertThat(catalog.schemaId(production.flights + "_pr_17")).isEqualTo(blue);
  }

  @Test
  void aRunAfterAKilledOneTellsTheTruthWhateverIsStillOnItsWay() throws Exception {
    Disturbance.Held late = Disturbance.Held.untilReleased();
    Verdict verdict = killedAtCommit(late);
    // Refused, and what was still open is dead before that is told.
    DeploymentConfig other =
        production.config("pr_17", Map.of("verdigris.commit", "0123456789abcdef"));
    try (DeploymentRun run = DeploymentRun.open(other, server, new Recorder())) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .withMessageContaining("nothing was promoted");
    }
    late.letGo();
    assertThat(catalog.schemaId(production.flights)).isEqualTo(blue);
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void aRunAfterAKilledOneWhoseCommitTookEffectGoesOnFromThere() throws Exception {
    Verdict verdict = killedAtCommit(null);
    List<String> units = catalog.units();
    Recorder recorder = new Recorder();
    DeploymentConfig other =
        production.config("pr_17", Map.of("verdigris.commit", "0123456789abcdef"));
    try (DeploymentRun run = DeploymentRun.open(other, server, recorder)) {
      run.promote(verdict);
    }
    assertThat(recorder.text()).contains("is in production already");
    assertThat(catalog.units()).isEqualTo(units);
    assertThat(catalog.schemaId(production.flights + "_pr_17")).isEqualTo(blue);
  }

  @Test
  void aConflictShowsWhatOthersChangedSinceItBegan() throws Exception {
    server.execute("CREATE SCHEMA before_" + production.tag);
    int[] number = {0};
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run =
            DeploymentRun.open(
                production.config("pr_17", Map.of("verdigris.promote.retries", "2")),
                relayed,
                new Recorder())) {
      Verdict verdict = Runs.validated(run);
      relayed
          .relay()
          .disturb(
              sent -> {
                if (isCommit(sent)) {
                  number[0]++;
                  create("other_" + number[0] + "_" + production.tag);
                }
                return false;
              },
              new Disturbance.Lost(false));
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .satisfies(
              e -> {
                assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT);
                assertThat(e.problem().summary())
                    .isEqualTo(
                        "other sessions changed the catalog during each of 3 attempts of promote");
                assertThat(e.problem().detail("audit").orElse("").lines())
                    .hasSize(3)
                    .allMatch(
                        line ->
                            line.contains("  create schema ")
                                && line.contains("other_")
                                && line.endsWith(" by " + server.asSystem().owner()));
              });
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  private void create(String schema) {
    try {
      server.asSystem().execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * As if the process were killed: its COMMIT is sent, and it is cut off from the server.
   *
   * @param late what holds the COMMIT back on its way; null where it arrives
   */
  private Verdict killedAtCommit(@Nullable Disturbance late) throws Exception {
    DeploymentConfig config = production.config("pr_17");
    Verdict verdict;
    try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
      verdict = Runs.validated(run);
    }
    TestServer.Relayed behind = server.relayed();
    Relay before = new Relay("127.0.0.1", behind.relay().port());
    String url = behind.url().replace(":" + behind.relay().port() + "/", ":" + before.port() + "/");
    try (TestServer.Relayed killed = new TestServer.Relayed(server, before, url);
        DeploymentRun run = DeploymentRun.open(config, killed, new Recorder())) {
      if (late != null) {
        behind.relay().disturb(UnknownOutcomeTests::isCommit, late);
      }
      before.disturb(
          sent -> {
            if (isCommit(sent)) {
              // Nobody is there any more to look what became of it.
              run.interrupt();
            }
            return isCommit(sent);
          },
          new Disturbance.Dark(true));
      assertThatExceptionOfType(VerdigrisException.class).isThrownBy(() -> run.promote(verdict));
    }
    return verdict;
  }
}
