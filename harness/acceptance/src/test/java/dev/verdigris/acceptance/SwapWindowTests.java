package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to the catalog around the transaction that swaps. */
class SwapWindowTests {
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

  /** When something happens, from the rehearsal's end on. */
  private enum Moment {
    BEFORE_THE_FIRST_ALTER,
    BETWEEN_ALTER_AND_CHECK,
    BETWEEN_CHECK_AND_COMMIT
  }

  /** Does something. */
  private interface Action {
    void run() throws SQLException;
  }

  /** Sees the statements of a promotion on their way, and acts before one of them arrives. */
  private static final class Window {
    private final Map<Moment, Action> actions = new EnumMap<>(Moment.class);
    private int begun;
    private boolean open;

    Window at(Moment moment, Action action) {
      actions.put(moment, action);
      return this;
    }

    boolean see(Relay.Sent sent) {
      boolean swap = sent.session().endsWith(" swap");
      if (swap && sent.sql().equals("BEGIN")) {
        begun++;
      }
      if (begun < 2) {
        return false;
      }
      if (swap && sent.sql().contains(" SWAP WITH ")) {
        open = true;
        act(Moment.BEFORE_THE_FIRST_ALTER);
      } else if (open && sent.session().endsWith(" check") && sent.sql().startsWith("WITH ")) {
        act(Moment.BETWEEN_ALTER_AND_CHECK);
      } else if (swap && sent.sql().equals("COMMIT")) {
        act(Moment.BETWEEN_CHECK_AND_COMMIT);
        open = false;
      } else if (swap && sent.sql().equals("ROLLBACK")) {
        open = false;
      }
      return false;
    }

    private void act(Moment moment) {
      Action action = actions.remove(moment);
      if (action != null) {
        try {
          action.run();
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Test
  void whatThePlanDidNotKnowIsNeverSwapped() throws Exception {
    String green = production.flights + "_pr_17";
    String schema = catalog.schemaId(production.flights);
    Verdict verdict;
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      verdict = Runs.validated(run);
    }
    for (Moment moment : Moment.values()) {
      VerdigrisException refused =
          refused(
              verdict,
              new Window()
                  .at(
                      moment,
                      () -> server.execute("CREATE VIEW " + green + ".late AS SELECT 1 AS one")));
      assertThat(refused.problem().code()).as("%s", moment).isEqualTo("VG-5302");
      assertThat(refused)
          .hasMessageContaining("green: view late")
          .hasMessageContaining(" is new: ");
      server.execute("DROP VIEW " + green + ".late");
    }
    assertThat(inFlight(verdict, "CREATE VIEW " + green + ".late AS SELECT 1 AS one"))
        .hasMessageContaining("green: view late");
    server.asDeployer().execute("DROP VIEW " + green + ".late");
    String comment = catalog.schemaComment(green);
    assertThat(comment).contains("\"verdict\":\"");
    String void17 = comment.replaceFirst("\"verdict\":\"[^\"]*\"", "\"verdict\":\"\"");
    VerdigrisException refused =
        refused(
            verdict,
            new Window()
                .at(
                    Moment.BEFORE_THE_FIRST_ALTER,
                    () -> server.execute("COMMENT ON SCHEMA " + green + " IS '" + void17 + "'")));
    assertThat(refused)
        .hasMessageContaining("the marker of schema \"" + green + "\" was verdigris/1 {")
        .hasMessageContaining("\n  state     deployment pr_17 is built");
    assertThat(catalog.schemaId(production.flights)).isEqualTo(schema);
  }

  @Test
  void whatDoesNotConcernItOnlyCostsAttempts() throws Exception {
    Recorder recorder = new Recorder();
    String other = "CREATE SCHEMA other_" + production.tag;
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), relayed, recorder)) {
      Verdict verdict = Runs.validated(run);
      Window window = new Window();
      Action third = () -> server.execute(other + "_3");
      window
          .at(Moment.BEFORE_THE_FIRST_ALTER, () -> server.execute(other + "_1"))
          .at(
              Moment.BETWEEN_CHECK_AND_COMMIT,
              () -> {
                server.execute(other + "_2");
                window.at(Moment.BETWEEN_ALTER_AND_CHECK, third);
              });
      relayed.relay().disturb(window::see, new Disturbance.Lost(false));
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(recorder.text())
        .contains("attempt 2 of 21 follows", "attempt 3 of 21 follows")
        .doesNotContain("attempt 4 of 21");
  }

  @Test
  void whatPreflightWouldHaveFoundIsFoundWheneverItComes() throws Exception {
    Verdict verdict;
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      verdict = Runs.validated(run);
    }
    String reader = production.raw + ".daily";
    String granted = "SELECT ON TABLE " + production.flights + ".route_traffic";
    for (Moment moment : Moment.values()) {
      assertThat(
              refused(
                  verdict,
                  new Window()
                      .at(
                          moment,
                          () ->
                              server.execute(
                                  "CREATE VIEW "
                                      + reader
                                      + " AS SELECT iata FROM "
                                      + production.flights
                                      + ".delay_by_airport"))))
          .as("%s", moment)
          .hasMessageStartingWith("VG-5500 CONFLICT")
          .hasMessageContaining("view " + reader + ", owner " + server.owner() + ": reads ");
      server.execute("DROP VIEW " + reader);
    }
    assertThat(
            refused(
                verdict,
                new Window()
                    .at(
                        Moment.BEFORE_THE_FIRST_ALTER,
                        () -> server.execute("GRANT " + granted + " TO " + production.role))))
        .hasMessageStartingWith("VG-5500 CONFLICT")
        .hasMessageContaining(
            "route_traffic, owner " + server.owner() + ": SELECT to " + production.role)
        .hasMessageContaining(": grant by " + server.owner() + " at 20");
  }

  @Test
  void aDefinitionThatReadsOtherwiseMeanwhileCostsAnAttempt() throws Exception {
    Recorder recorder = new Recorder();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), relayed, recorder)) {
      Verdict verdict = Runs.validated(run);
      // Stored statements have the new name, and mean the same: that costs an attempt.
      Window window =
          new Window()
              .at(
                  Moment.BEFORE_THE_FIRST_ALTER,
                  () ->
                      server
                          .asSystem()
                          .execute(
                              "ALTER SCHEMA "
                                  + production.raw
                                  + " RENAME TO "
                                  + production.raw
                                  + "_renamed"));
      relayed.relay().disturb(window::see, new Disturbance.Lost(false));
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(recorder.text()).contains("attempt 2 of 21 follows").doesNotContain("attempt 3 of");
  }

  @Test
  void anOptionOfGreensClusterThatChangedMeanwhileIsNotPromoted() throws Exception {
    Verdict verdict;
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      verdict = Runs.validated(run);
    }
    assertThat(
            refused(
                verdict,
                new Window()
                    .at(
                        Moment.BEFORE_THE_FIRST_ALTER,
                        () ->
                            server.execute(
                                "ALTER CLUSTER "
                                    + production.compute
                                    + "_pr_17 SET (INTROSPECTION INTERVAL = '7 s')"))))
        .hasMessageStartingWith("VG-5302 CONFLICT")
        .hasMessageContaining("introspectionInterval=00:00:07")
        .hasMessageContaining("\n  audit     20")
        .hasMessageContaining(" alter cluster ");
  }

  @Test
  void theLoserIsToldWhoWonAndFromWhichCommit() throws Exception {
    DeploymentRun other = DeploymentRun.open(production.config("pr_18"), server, new Recorder());
    try (other) {
      Verdict winning = Runs.validated(other);
      Verdict verdict;
      try (DeploymentRun run =
          DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
        verdict = Runs.validated(run);
      }
      VerdigrisException refused =
          refused(
              verdict,
              new Window().at(Moment.BEFORE_THE_FIRST_ALTER, () -> other.promote(winning)));
      assertThat(refused.problem().code()).isEqualTo("VG-5430");
      assertThat(refused)
          .hasMessageContaining("deployment pr_18 was promoted during promote")
          .hasMessageContaining(
              "\n  winner    deployment pr_18, made by " + server.deployer() + " at 20")
          .hasMessageContaining("\n  audit     ")
          .hasMessageContaining("\n  state     deployment pr_17 is validated");
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(
              () -> {
                try (DeploymentRun run =
                    DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
                  run.promote(verdict);
                }
              })
          .withMessageStartingWith("VG-5203 ")
          .withMessageContaining(
              "\n  winner    deployment pr_18, made by " + server.deployer() + " at 20");
    }
  }

  /** A statement that was sent before the first ALTER and takes effect behind it. */
  private VerdigrisException inFlight(Verdict verdict, String ddl) throws Exception {
    try (TestServer.Relayed others = server.relayed()) {
      CompletableFuture<Void> arrives = new CompletableFuture<>();
      CompletableFuture<Void> sent = new CompletableFuture<>();
      others
          .relay()
          .disturb(
              one -> {
                if (one.sql().equals(ddl)) {
                  sent.complete(null);
                  arrives.join();
                }
                return false;
              },
              new Disturbance.Lost(false));
      List<CompletableFuture<Void>> flight = new ArrayList<>();
      return refused(
          verdict,
          new Window()
              .at(
                  Moment.BEFORE_THE_FIRST_ALTER,
                  () -> {
                    flight.add(CompletableFuture.runAsync(() -> execute(others, ddl)));
                    sent.join();
                  })
              .at(
                  Moment.BETWEEN_CHECK_AND_COMMIT,
                  () -> {
                    arrives.complete(null);
                    flight.get(0).join();
                  }));
    }
  }

  private static void execute(TestServer.Relayed relayed, String ddl) {
    try (var connection = java.sql.DriverManager.getConnection(relayed.url());
        var statement = connection.createStatement()) {
      statement.execute(ddl);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private VerdigrisException refused(Verdict verdict, Window window) throws Exception {
    List<String> units = catalog.units();
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), relayed, new Recorder())) {
      relayed.relay().disturb(window::see, new Disturbance.Lost(false));
      try {
        run.promote(verdict);
      } catch (VerdigrisException e) {
        assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(run.state().kind()).isIn(Kind.VALIDATED, Kind.BUILT);
        return e;
      }
    }
    throw new AssertionError("promoted: " + units);
  }
}
