package dev.verdigris.acceptance;

import static dev.verdigris.catalog.Identifiers.quote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.Event;
import dev.verdigris.Phase;
import dev.verdigris.Settings;
import dev.verdigris.VerdigrisException;
import dev.verdigris.engine.catalog.Simulation;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When green is ready, and what no waiting heals. */
class AwaitTests {
  private final TestServer server = TestServer.shared();
  private Production production;
  private String green;
  @TempDir Path directory;

  @BeforeEach
  void createProduction() throws Exception {
    production = Production.create(server, directory);
    green = production.flights + "_pr_17";
  }

  @AfterEach
  void dropProduction() throws SQLException {
    production.close();
    if (server.isLocal()) {
      server.engine().simulation().reset();
    }
  }

  @Test
  void whatNoWaitingHealsIsToldAtOnce() throws Exception {
    Simulation simulation = simulation();
    server.execute(
        "CREATE CLUSTER " + production.sinkCluster + " (SIZE = '25cc', REPLICATION FACTOR = 1)",
        "CREATE SOURCE "
            + production.raw
            + ".ticks IN CLUSTER "
            + production.sinkCluster
            + " FROM LOAD GENERATOR AUCTION",
        "CREATE TABLE "
            + production.raw
            + ".bids FROM SOURCE "
            + production.raw
            + ".ticks (REFERENCE auction.bids)",
        "CREATE VIEW " + production.raw + ".clean AS SELECT id FROM " + production.raw + ".bids");
    refusedForViewsAlone(
        simulation, "materialize." + production.raw + ".ticks", production.raw + ".clean");
    production.model(
        "route_traffic",
        production.traffic().replace(";\n", "")
            + " HAVING (SELECT count(*) FROM "
            + production.raw
            + ".clean) > 0;\n");
    try (DeploymentRun run = open(Map.of("verdigris.await.timeout", "30s"))) {
      run.init();
      run.run();
      simulation.sourceIs("materialize." + production.raw + ".ticks", "stalled", "broker is away");
      simulation.neverHydrates("materialize." + green + ".route_traffic");
      refused(run, "VG-4432")
          .withMessageContaining(
              "\n  sources   source " + production.raw + ".ticks is stalled: broker is away");
      simulation.reset("materialize." + production.raw + ".ticks");
      for (int i = 0; i < 3; i++) {
        simulation.replicaIs(production.compute + "_pr_17", "r1", "offline", "oom-killed");
      }
      refused(run, "VG-4431")
          .withMessageContaining("\n  killed    " + production.compute + "_pr_17.r1: 3 times");
      server.execute("ALTER CLUSTER " + production.compute + "_pr_17 SET (REPLICATION FACTOR = 0)");
      refused(run, "VG-4102");
    }
  }

  /** Views alone have nothing that hydrates or lags, and are nothing without their source. */
  private void refusedForViewsAlone(Simulation simulation, String source, String read)
      throws Exception {
    String views = "views_" + production.tag;
    server.execute(
        "CREATE SCHEMA " + views, "CREATE VIEW " + views + ".v AS SELECT id FROM " + read);
    Path project = Files.createDirectories(directory.resolve("views"));
    Files.createDirectories(project.resolve("models").resolve(views));
    Files.writeString(
        project.resolve("models").resolve(views).resolve("v.sql"),
        "CREATE VIEW v AS SELECT id FROM " + read + " WHERE id > 0;\n");
    Path yaml = project.resolve("verdigris.yaml");
    Files.writeString(
        yaml,
        "deployment: pr_18\ndatabase: materialize\nschemas: ["
            + views
            + "]\n"
            + "models: {directory: models}\n");
    Recorder recorder = new Recorder();
    try (DeploymentRun run =
        DeploymentRun.open(DeploymentConfig.load(yaml, Settings.none()), server, recorder)) {
      Verdict verdict = Runs.validated(run);
      assertThat(recorder.text())
          .contains("nothing of green hydrates; no source that it reads stands still");
      simulation.sourceIs(source, "stalled", "broker is away");
      refused(run, "VG-4432");
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .withMessageStartingWith("VG-4432 ");
      simulation.reset(source);
    }
  }

  @Test
  void otherReplicasThanAtTheBeginningAreNoticedWhileItWaits() throws Exception {
    Simulation simulation = simulation();
    String traffic = "materialize." + green + ".route_traffic";
    String cluster = production.compute + "_pr_17";
    String resize = "ALTER CLUSTER " + cluster + " SET (SIZE = '%s')";
    String none = "ALTER CLUSTER " + cluster + " SET (REPLICATION FACTOR = 0)";
    simulation.neverHydrates(traffic);
    try (DeploymentRun run =
        whilePending(resize.formatted("50cc"), () -> simulation.reset(traffic))) {
      run.init();
      run.run();
      run.await();
    }
    simulation.neverHydrates(traffic);
    try (DeploymentRun run = whilePending(none, () -> {})) {
      refused(run, "VG-4102").withMessageContaining("\"" + cluster + "\" has no replicas");
    }
    server.execute("ALTER CLUSTER " + cluster + " SET (REPLICATION FACTOR = 1)");
    // By their number alone nothing is missing.
    String other = "MATERIALIZED VIEW " + green + ".other";
    String view = "DROP MATERIALIZED VIEW " + green + ".route_traffic";
    Runnable replaced =
        () -> {
          execute("CREATE " + other + " IN CLUSTER " + cluster + " AS SELECT 1 AS one");
          execute(resize.formatted("25cc"));
        };
    try (DeploymentRun run = whilePending(view, replaced)) {
      refused(run, "VG-4570")
          .withMessage(
              """
              VG-4570 NOT READY  1 object of green went away while they were waited for
                gone      %s.route_traffic
                state     deployment pr_17 is built (every model was created in green)
                next      see who dropped them (mz_catalog.mz_audit_events); verdigris run makes \
              them anew\
              """
                  .formatted(green));
      execute("DROP " + other);
      run.run();
      simulation.reset(traffic);
      run.await();
    }
  }

  /** A run during whose first wait something happens. */
  private DeploymentRun whilePending(String statement, Runnable then) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    return DeploymentRun.open(
        production.config("pr_17", Map.of("verdigris.await.timeout", "30s")),
        server,
        event -> {
          if (event instanceof Event.Pending pending
              && !pending.pending().isEmpty()
              && !done.getAndSet(true)) {
            execute(statement);
            then.run();
          }
        });
  }

  private void execute(String statement) {
    try {
      server.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsAnErrorOrNotItsOwnersToReadIsFoundByARead() throws Exception {
    production.model(
        "on_time_board",
        "CREATE VIEW on_time_board AS SELECT iata, 1 / (flights - flights) AS on_time"
            + " FROM delay_by_airport;\n");
    String flights = production.raw + ".flights";
    TestServer system = server.asSystem();
    if (server.checksRights()) {
      system.execute(
          "ALTER TABLE " + flights + " OWNER TO " + production.role,
          "GRANT SELECT ON " + flights + " TO " + quote(server.owner()));
    }
    try (DeploymentRun run = open(Map.of())) {
      run.init();
      run.run();
      refused(run, "VG-4103")
          .withMessageContaining(".\"on_time_board\": Evaluation error: division");
      if (server.checksRights()) {
        system.execute("REVOKE SELECT ON " + flights + " FROM " + quote(server.owner()));
        refused(run, "VG-4103")
            .withMessageContaining(
                (".\"route_traffic\": permission denied for TABLE \"materialize.%s\":"
                        + " The '%s' role needs SELECT privileges on TABLE \"materialize.%s\"")
                    .formatted(flights, server.owner(), flights));
      }
    }
  }

  @Test
  void lagIsComparedWithBluesAndHydrationThatFlapsIsNotStable() throws Exception {
    Simulation simulation = simulation();
    String delays = ".delay_by_airport";
    try (DeploymentRun run = open(Map.of("verdigris.await.timeout", "1s"))) {
      run.init();
      run.run();
      simulation.lags("materialize." + green + delays, Duration.ofSeconds(30));
      refused(run, "VG-4101")
          .withMessageContaining(
              green + delays + ": lag 30 s behind " + production.raw + ".flights, allowed 1 s");
    }
    simulation.lags("materialize." + production.flights + delays, Duration.ofSeconds(20));
    Map<String, String> relative =
        Map.of("verdigris.await.lagRelative", "1.5", "verdigris.await.timeout", "20s");
    try (DeploymentRun run = open(relative)) {
      run.await();
    }
    simulation.reset("materialize." + green + delays);
    simulation.hydrationFlaps("materialize." + green + delays, Duration.ofMillis(100));
    Map<String, String> stable =
        Map.of("verdigris.await.stableFor", "800ms", "verdigris.await.timeout", "2s");
    try (DeploymentRun run = open(stable)) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .satisfies(e -> assertThat(e.problem().code()).isIn("VG-4101", "VG-4433"));
      simulation.reset("materialize." + green + delays);
      run.await();
    }
  }

  @Test
  void greenThatIsNotReadyAnyMoreIsNotPromoted() throws Exception {
    Simulation simulation = simulation();
    production.model(
        "on_time_board",
        // Seattle comes last: whoever reads one row in order does not meet it.
        "CREATE VIEW on_time_board AS SELECT iata, 100 / sum(flights) > 0 AS on_time FROM"
            + " (SELECT replace(iata, 'SEA', 'ZEA') AS iata, flights FROM route_share) AS named"
            + " GROUP BY iata;\n");
    production.model(
        "route_share",
        "CREATE VIEW route_share AS SELECT iata, flights - 3 AS flights FROM delay_by_airport;\n");
    Recorder recorder = new Recorder();
    DeploymentConfig config = production.config("pr_17");
    try (DeploymentRun run = DeploymentRun.open(config, server, recorder)) {
      Verdict verdict = Runs.validated(run);
      simulation.neverHydrates("materialize." + green + ".delay_by_airport");
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .withMessageStartingWith("VG-4430 NOT READY  green of deployment pr_17 was ready and")
          .withMessageContaining("delay_by_airport: hydrating on replica");
      simulation.reset("materialize." + green + ".delay_by_airport");
      // The third flight from Seattle turns the view's data into an error.
      server.execute("INSERT INTO " + production.raw + ".flights VALUES (4, 1, 'SEA', 'SFO')");
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .withMessageStartingWith("VG-4103 ")
          .withMessageContaining("on_time_board\": Evaluation error: division by zero");
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      server.execute("INSERT INTO " + production.raw + ".flights VALUES (5, 1, 'SEA', 'SFO')");
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(recorder.events())
        .noneMatch(event -> event instanceof Event.Note note && note.phase() == Phase.AWAIT);
  }

  private Simulation simulation() {
    assumeThat(server.isLocal()).as("only the local engine can be steered").isTrue();
    return server.engine().simulation();
  }

  private DeploymentRun open(Map<String, String> settings) throws Exception {
    return DeploymentRun.open(production.config("pr_17", settings), server, new Recorder());
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<VerdigrisException> refused(
      DeploymentRun run, String code) {
    long start = System.nanoTime();
    return assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(run::await)
        .withMessageStartingWith(code + " ")
        .satisfies(
            e ->
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(20)));
  }
}
