package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.ExitCode;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cutover over the transition: the topic ends equal to the new relation, wherever a run ends. */
class ReconciledSinkTests {

  private final TestServer server = TestServer.shared();

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  @Test
  void allSinksSendExactlyTheKeysThatDifferAtOneTimestamp(@TempDir Path directory)
      throws Exception {
    Recorder recorder = new Recorder();
    try (Production production = Reconciling.production(server, directory);
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), server, recorder);
        Topic upsert = new Topic(server.kafka(), production.topic);
        Topic debezium = new Topic(server.kafka(), production.topic + "-debezium")) {
      Reconciling.snapshot(upsert);
      Reconciling.snapshot(debezium);

      run.promote(Runs.validated(run));

      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(recorder.text())
          .containsPattern("sink .*\\.\"delays\": the compacted topic equals .*delay_by_airport")
          .containsPattern("sink .*\\.\"debezium\": the compacted topic equals ");
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 6);
      await().atMost(Reconciling.PATIENCE).until(() -> debezium.poll().size() >= 6);
      assertThat(upsert.texts().subList(3, 6))
          .containsExactlyInAnyOrder(
              "{\"iata\":\"SEA\"} " + Reconciling.SEA_NEW,
              "{\"iata\":\"LAX\"} " + Reconciling.LAX,
              "{\"iata\":\"OAK\"} null");
      assertThat(debezium.texts().subList(3, 6))
          .containsExactlyInAnyOrder(
              "{\"iata\":\"SEA\"} " + change(Reconciling.SEA_OLD, Reconciling.SEA_NEW),
              "{\"iata\":\"LAX\"} " + change("null", Reconciling.LAX),
              "{\"iata\":\"OAK\"} " + change(Reconciling.OAK, "null"));
      assertThat(
              Stream.concat(upsert.poll().stream().skip(3), debezium.poll().stream().skip(3))
                  .map(Topic.Change::time))
          .as("one timestamp for all sinks")
          .hasSize(6)
          .containsOnly(upsert.poll().get(3).time());

      Reconciling.insert(server, production, "(5, -3, 'SEA', 'SFO')");
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 7);
      assertThat(upsert.texts()).hasSize(7).last().asString().contains("\"flights\":3");
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  static Stream<String> statements() {
    return Stream.of(
        "before CREATE SCHEMA",
        "after CREATE SCHEMA",
        "after COMMENT ON SCHEMA",
        "after CREATE TABLE",
        "before INSERT INTO",
        "after INSERT INTO",
        "after CREATE MATERIALIZED VIEW",
        "before ALTER SINK",
        "after ALTER SINK",
        "before SWAP WITH",
        "after COMMIT",
        "before UPDATE",
        "after UPDATE",
        "before SELECT mz_now()::text, (SELECT count(*)",
        "before SET FROM \"materialize\".\"FLIGHTS\".",
        "after SET FROM \"materialize\".\"FLIGHTS\".",
        "before DROP MATERIALIZED VIEW",
        "after DROP MATERIALIZED VIEW",
        "after DROP TABLE",
        "after DROP SCHEMA");
  }

  @ParameterizedTest
  @MethodSource("statements")
  void whereverTheConnectionIsLostTheNextRunEndsTheSameWay(String moment, @TempDir Path directory)
      throws Exception {
    assumeSampled(moment);
    try (Production production = Reconciling.production(server, directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      try (TestServer.Relayed relayed = server.relayed();
          DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        var verdict = Runs.validated(run);
        cut(relayed.relay(), moment.replace("FLIGHTS", production.flights));
        try {
          run.promote(verdict);
        } catch (VerdigrisException lost) {
          assertThat(lost.exitCode())
              .isIn(ExitCode.CONNECTION, ExitCode.FOLLOW_UP, ExitCode.NOT_READY);
          assertThat(lost).hasMessageContaining("\n  state").hasMessageContaining("\n  next");
        }
        assertThat(relayed.relay().hasCut()).as(moment).isTrue();
        try (DeploymentRun again = DeploymentRun.open(config, server, new Recorder())) {
          again.promote(verdict);
          assertThat(again.state().kind()).isEqualTo(Kind.PROMOTED);
        }
      }
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 6);
      Reconciling.insert(server, production, "(5, -3, 'SEA', 'SFO')");
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 7);
      assertThat(upsert.texts()).as("each change once").hasSize(7);
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(
              Reconciling.SFO, Reconciling.LAX, "{\"iata\":\"SEA\",\"flights\":3,\"delay\":10}");
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void aRollbackReconcilesTheOtherWay(@TempDir Path directory) throws Exception {
    try (Production production = Reconciling.production(server, directory);
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), server, new Recorder());
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      Reconciling.snapshot(upsert);
      run.promote(Runs.validated(run));

      run.rollback();

      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 9);
      assertThat(upsert.texts()).hasSize(9);
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(Reconciling.SEA_OLD, Reconciling.OAK, Reconciling.SFO);
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  @Test
  void aSinkLeavesTheTransitionOnlyWhenItHasSentTheFlip(@TempDir Path directory) throws Exception {
    assumeThat(server.isLocal()).as("a sink's frontier can be steered").isTrue();
    try (Production production = Reconciling.production(server, directory)) {
      DeploymentConfig config =
          production.config("pr_17", Map.of("verdigris.timeouts.sinkCutover", "2s"));
      String late = "materialize." + production.sinks + ".delays";
      server.engine().simulation().lags(late, Duration.ofMinutes(1));
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        var verdict = Runs.validated(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith("VG-7101 UNFINISHED  promoted, but 1 sink is not cut over")
            .withMessageContaining(".\"delays\": it did not send everything up to ")
            .withMessageContaining("status running, frontier ")
            .withMessageContaining("ALTER SINK \"materialize\".\"" + production.sinks);
        assertThat(run.state().pendingSinks()).containsExactly(production.sinks + ".delays");
        assertThat(Reconciling.transitions(server, production)).isNotEmpty();
        server.engine().simulation().reset(late);
        try (DeploymentRun patient =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
          patient.promote(verdict);
        }
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
        assertThat(Reconciling.transitions(server, production)).isEmpty();
      }
    }
  }

  @Test
  void aRollbackFlipsBackWhileTheTransitionStands(@TempDir Path directory) throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      promoteUntil("after UPDATE", config);
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 6);
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        assertThat(run.state().kind()).isEqualTo(Kind.SINKS_PENDING);
        assertThatExceptionOfType(VerdigrisException.class)
            .as("cleanup would take the sinks along")
            .isThrownBy(run::cleanup)
            .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFLICT));
      }
      rollbackLosesItsConnection(config, production);
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        assertThat(run.standing().next().text())
            .isEqualTo(
                "verdigris rollback --deployment pr_17 drops the transition of its sinks;"
                    + " verdigris cleanup --deployment pr_17 drops it and green");
        run.rollback();
        assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      }
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 9);
      assertThat(upsert.texts()).hasSize(9);
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(Reconciling.SEA_OLD, Reconciling.OAK, Reconciling.SFO);
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  /** When its sinks are back already. */
  private void rollbackLosesItsConnection(DeploymentConfig config, Production production)
      throws Exception {
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
      relayed.relay().cutBefore(sql -> sql.startsWith("DROP TABLE"));
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::rollback)
          .withMessage(
              """
              VG-7702 UNFINISHED  rolled back, but the transition of its sinks is not done with
                statement DROP TABLE "materialize"."%s_pr_17_transition"."switch"
                cause     VG-6201 the server went away during rollback: %s
                state     deployment pr_17 is rolled back (production is as it was before, green and the transition of its sinks still stand)
                next      verdigris rollback --deployment pr_17 continues with the sinks and drops the transition\
              """
                  .formatted(production.flights, relayed.description()));
    }
  }

  @Test
  void aRollbackFromASickClusterBringsPlainSinksBackFirst(@TempDir Path directory)
      throws Exception {
    try (Production production =
            Reconciling.production(server, directory)
                .decide("debezium", "{cutover: plain, stale: any, missing: any, extra: any}");
        DeploymentRun run =
            DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      CatalogView catalog = new CatalogView(server, production);
      String old = catalog.itemId(production.flights, "delay_by_airport");
      run.promote(Runs.validated(run));
      server.execute("ALTER CLUSTER " + production.compute + " SET (REPLICATION FACTOR = 0)");

      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::rollback)
          .withMessageStartingWith(
              "VG-7702 UNFINISHED  rolled back, but the transition of its sinks is not done with")
          .withMessageContaining("sinks still read green: " + production.sinks + ".delays)")
          .withMessageEndingWith(
              "\n            or, where green's cluster does not come back, decide for cutover: plain"
                  + " in verdigris.yaml and run again");
      assertThat(catalog.sinkReads(catalog.itemId(production.sinks, "debezium")))
          .containsExactly(old);
      theToldWayWorks(production);
      assertThat(catalog.sinkReads(catalog.itemId(production.sinks, "delays")))
          .containsExactly(old);
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  /** Green's cluster is as dead as it was. */
  private void theToldWayWorks(Production production) throws Exception {
    production.decide("delays", "plain");
    try (DeploymentRun run =
        DeploymentRun.open(production.config("pr_17"), server, new Recorder())) {
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
    }
  }

  @Test
  void cleanupBringsSinksBackFromATransitionWithoutASwap(@TempDir Path directory) throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      CatalogView catalog = new CatalogView(server, production);
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      promoteUntil("before SWAP WITH", config);
      Reconciling.insert(server, production, "(5, 1, 'OAK', 'SFO')");
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
        assertThat(run.standing().next().text())
            .endsWith("pr_17 gives it up: brings its sinks back and drops green");
        anotherHasToWait(production);
        run.cleanup();
        assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
      }
      Reconciling.insert(server, production, "(6, 1, 'OAK', 'SFO')");
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 5);
      assertThat(upsert.texts()).as("two changes, nothing else").hasSize(5);
      assertThat(catalog.sinkReads(catalog.itemId(production.sinks, "delays")))
          .containsExactly(catalog.itemId(production.flights, "delay_by_airport"));
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  /** It may be built meanwhile. */
  private void anotherHasToWait(Production production) throws Exception {
    try (DeploymentRun other =
        DeploymentRun.open(production.config("pr_18"), server, new Recorder())) {
      var verdict = Runs.validated(other);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> other.promote(verdict))
          .withMessage(
              """
              VG-5213 CONFLICT  promote of deployment pr_18 has to wait: deployment pr_17 has the same production and is not finished
                other     deployment pr_17, made by %2$s at %3$s, no commit known
                reason    pr_17 is validated: green has been validated and not been promoted, and 2 sinks are on its transition, which shows the old version: %1$s.debezium, %1$s.delays
                state     nothing was changed
                next      verdigris promote --deployment pr_17 finishes it, verdigris cleanup --deployment pr_17 brings its sinks back and drops its green; then run again\
              """
                  .formatted(
                      production.sinks,
                      server.deployer(),
                      new CatalogView(server, production).madeAt("pr_17")));
      other.cleanup();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void anotherModelTakesSinksBackBeforeItIsBuilt(@TempDir Path directory) throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      promoteUntil("before SWAP WITH", config);
      production.model("delay_by_airport", production.newDelay());
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        run.promote(Runs.validated(run));
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 4);
      assertThat(upsert.texts())
          .hasSize(4)
          .last()
          .isEqualTo("{\"iata\":\"SEA\"} " + Reconciling.SEA_NEW);
    }
  }

  private void promoteUntil(String moment, DeploymentConfig config) throws Exception {
    try (TestServer.Relayed relayed = server.relayed();
        DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
      var verdict = Runs.validated(run);
      cut(relayed.relay(), moment);
      assertThatExceptionOfType(VerdigrisException.class).isThrownBy(() -> run.promote(verdict));
      assertThat(relayed.relay().hasCut()).as(moment).isTrue();
    }
  }

  private static void cut(Relay relay, String moment) {
    int space = moment.indexOf(' ');
    String part = moment.substring(space + 1);
    int rolledBack = (int) relay.statements().stream().filter("ROLLBACK"::equals).count();
    java.util.function.Predicate<String> when =
        sql ->
            sql.contains(part)
                && (!part.equals("COMMIT") || isOfSwap(relay.statements(), rolledBack));
    if (moment.startsWith("before")) {
      relay.cutBefore(when);
    } else {
      relay.cutAfter(when);
    }
  }

  /** Behind the rehearsal's ROLLBACK, and not a read's. */
  private static boolean isOfSwap(List<String> sent, int rolledBack) {
    return sent.stream().filter("ROLLBACK"::equals).count() > rolledBack;
  }

  /** By default every tenth moment; all of them where the whole is asked for. */
  private static void assumeSampled(String moment) {
    List<String> all = statements().toList();
    assumeThat(all.indexOf(moment) % 10 == 7 || Boolean.getBoolean("verdigris.test.full"))
        .as("-Dverdigris.test.full=true tries every statement")
        .isTrue();
  }

  private static String change(String before, String after) {
    return "{\"before\":" + before + ",\"after\":" + after + "}";
  }
}
