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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cutover over the transition: the topic ends equal to the new relation, wherever a run ends. */
class ReconciledSinkTests {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SEA_NEW = "{\"iata\":\"SEA\",\"flights\":2,\"delay\":10}";
  private static final String SEA_OLD = "{\"iata\":\"SEA\",\"flights\":2,\"delay\":6}";
  private static final String LAX = "{\"iata\":\"LAX\",\"flights\":1,\"delay\":0}";
  private static final String OAK = "{\"iata\":\"OAK\",\"flights\":1,\"delay\":7}";
  private static final String SFO = "{\"iata\":\"SFO\",\"flights\":1,\"delay\":0}";

  private final TestServer server = TestServer.shared();

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  @Test
  void allSinksSendExactlyTheKeysThatDifferAtOneTimestamp(@TempDir Path directory)
      throws Exception {
    Recorder recorder = new Recorder();
    try (Production production = reconciling(directory);
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), server, recorder);
        Topic upsert = new Topic(server.kafka(), production.topic);
        Topic debezium = new Topic(server.kafka(), production.topic + "-debezium")) {
      snapshot(upsert);
      snapshot(debezium);

      run.promote(Runs.validated(run));

      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      assertThat(recorder.text())
          .containsPattern("sink .*\\.\"delays\": the compacted topic equals .*delay_by_airport")
          .containsPattern("sink .*\\.\"debezium\": the compacted topic equals ");
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 6);
      await().atMost(PATIENCE).until(() -> debezium.poll().size() >= 6);
      assertThat(upsert.texts().subList(3, 6))
          .containsExactlyInAnyOrder(
              "{\"iata\":\"SEA\"} " + SEA_NEW,
              "{\"iata\":\"LAX\"} " + LAX,
              "{\"iata\":\"OAK\"} null");
      assertThat(debezium.texts().subList(3, 6))
          .containsExactlyInAnyOrder(
              "{\"iata\":\"SEA\"} " + change(SEA_OLD, SEA_NEW),
              "{\"iata\":\"LAX\"} " + change("null", LAX),
              "{\"iata\":\"OAK\"} " + change(OAK, "null"));
      assertThat(
              Stream.concat(upsert.poll().stream().skip(3), debezium.poll().stream().skip(3))
                  .map(Topic.Change::time))
          .as("one timestamp for all sinks")
          .hasSize(6)
          .containsOnly(upsert.poll().get(3).time());

      insert(production, "(5, -3, 'SEA', 'SFO')");
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 7);
      assertThat(upsert.texts()).hasSize(7).last().asString().contains("\"flights\":3");
      assertThat(transitions(production)).isEmpty();
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
    try (Production production = reconciling(directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      snapshot(upsert);
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
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 6);
      insert(production, "(5, -3, 'SEA', 'SFO')");
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 7);
      assertThat(upsert.texts()).as("each change once").hasSize(7);
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(SFO, LAX, "{\"iata\":\"SEA\",\"flights\":3,\"delay\":10}");
      assertThat(transitions(production)).isEmpty();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void aRollbackReconcilesTheOtherWay(@TempDir Path directory) throws Exception {
    try (Production production = reconciling(directory);
        DeploymentRun run = DeploymentRun.open(production.config("pr_17"), server, new Recorder());
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      snapshot(upsert);
      run.promote(Runs.validated(run));

      run.rollback();

      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 9);
      assertThat(upsert.texts()).hasSize(9);
      assertThat(upsert.compacted().values()).containsExactlyInAnyOrder(SEA_OLD, OAK, SFO);
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      assertThat(transitions(production)).isEmpty();
    }
  }

  @Test
  void aSinkLeavesTheTransitionOnlyWhenItHasSentTheFlip(@TempDir Path directory) throws Exception {
    assumeThat(server.isLocal()).as("a sink's frontier can be steered").isTrue();
    try (Production production = reconciling(directory)) {
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
        assertThat(transitions(production)).isNotEmpty();
        server.engine().simulation().reset(late);
        run.promote(verdict);
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
        assertThat(transitions(production)).isEmpty();
      }
    }
  }

  @Test
  void aRollbackFlipsBackWhileTheTransitionStands(@TempDir Path directory) throws Exception {
    try (Production production = reconciling(directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      snapshot(upsert);
      promoteUntil("after UPDATE", config);
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 6);
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        assertThat(run.state().kind()).isEqualTo(Kind.SINKS_PENDING);
        assertThatExceptionOfType(VerdigrisException.class)
            .as("cleanup would take the sinks along")
            .isThrownBy(run::cleanup)
            .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFLICT));
        run.rollback();
        assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      }
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 9);
      assertThat(upsert.texts()).hasSize(9);
      assertThat(upsert.compacted().values()).containsExactlyInAnyOrder(SEA_OLD, OAK, SFO);
      assertThat(transitions(production)).isEmpty();
    }
  }

  @Test
  void cleanupBringsSinksBackFromATransitionWithoutASwap(@TempDir Path directory) throws Exception {
    try (Production production = reconciling(directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      CatalogView catalog = new CatalogView(server, production);
      DeploymentConfig config = production.config("pr_17");
      snapshot(upsert);
      promoteUntil("before SWAP WITH", config);
      insert(production, "(5, 1, 'OAK', 'SFO')");
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
        run.cleanup();
        assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
      }
      insert(production, "(6, 1, 'OAK', 'SFO')");
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 5);
      assertThat(upsert.texts()).as("two changes, nothing else").hasSize(5);
      assertThat(catalog.sinkReads(catalog.itemId(production.sinks, "delays")))
          .containsExactly(catalog.itemId(production.flights, "delay_by_airport"));
      assertThat(transitions(production)).isEmpty();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "verdigris.test.full", matches = "true")
  void anotherModelTakesSinksBackBeforeItIsBuilt(@TempDir Path directory) throws Exception {
    try (Production production = reconciling(directory);
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      snapshot(upsert);
      promoteUntil("before SWAP WITH", config);
      production.model("delay_by_airport", production.newDelay());
      try (DeploymentRun run = DeploymentRun.open(config, server, new Recorder())) {
        run.promote(Runs.validated(run));
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      await().atMost(PATIENCE).until(() -> upsert.poll().size() >= 4);
      assertThat(upsert.texts()).hasSize(4).last().isEqualTo("{\"iata\":\"SEA\"} " + SEA_NEW);
    }
  }

  private Production reconciling(Path directory) throws Exception {
    Production production = Production.create(server, directory).withSink();
    production.differing();
    server.execute(
        "CREATE SINK "
            + production.sinks
            + ".debezium IN CLUSTER "
            + production.sinkCluster
            + " FROM "
            + production.flights
            + ".delay_by_airport INTO KAFKA CONNECTION "
            + production.sinks
            + ".kafka (TOPIC '"
            + production.topic
            + "-debezium') KEY (iata) FORMAT JSON ENVELOPE DEBEZIUM");
    return production.decide("delays", "reconciled").decide("debezium", "{cutover: reconciled}");
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

  private static void snapshot(Topic topic) {
    await().atMost(PATIENCE).until(() -> topic.poll().size() >= 3);
    assertThat(new TreeSet<>(topic.compacted().keySet()))
        .containsExactly("{\"iata\":\"OAK\"}", "{\"iata\":\"SEA\"}", "{\"iata\":\"SFO\"}");
  }

  private static String change(String before, String after) {
    return "{\"before\":" + before + ",\"after\":" + after + "}";
  }

  private List<List<String>> transitions(Production production) throws Exception {
    return server.query(
        "SELECT name FROM mz_schemas WHERE name = '" + production.flights + "_pr_17_transition'");
  }

  private void insert(Production production, String row) throws Exception {
    server.execute("INSERT INTO " + production.raw + ".flights VALUES " + row);
  }
}
