package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentRun;
import dev.verdigris.VerdigrisException;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two promotions bring the same sinks onto their transitions at the same time: exactly one gets
 * into production, the other one is told of it, and no consumer sees anything of the other one.
 */
class TakenSinkTests {
  private static final List<String> CHANGES =
      List.of(
          "{\"iata\":\"SEA\"} " + Reconciling.SEA_NEW,
          "{\"iata\":\"LAX\"} " + Reconciling.LAX,
          "{\"iata\":\"OAK\"} null");

  private final TestServer server = TestServer.shared();

  @TempDir private Path directory;

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  /**
   * The other one comes to its sink when that has gone its whole way already. Both versions hold
   * the same, so that nothing but the look at the sink tells.
   */
  @Test
  void aSinkThatAnotherPromotionHasFinishedWithIsNotMovedAgain() throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic topic = new Topic(server.kafka(), production.topic)) {
      Reconciling.snapshot(topic);
      production.decide("debezium", "{cutover: plain, stale: any, missing: any, extra: any}");
      production.model(
          "delay_by_airport",
          "CREATE MATERIALIZED VIEW delay_by_airport AS SELECT origin AS iata, count(*) AS flights,"
              + " sum(delay) AS delay FROM "
              + production.raw
              + ".flights GROUP BY origin;");
      try (Contender one = new Contender(server, production, "pr_17");
          Contender two = new Contender(server, production, "pr_18")) {
        two.when(Contender::isReadOfTransition, one::promote);

        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(two::promote)
            .withMessageStartingWith(
                "VG-5430 CONFLICT  deployment pr_17 was promoted during promote")
            .withMessageContaining(
                "winner    deployment pr_17, made by " + server.deployer() + " at ");

        assertWon(one, two, production, topic, List.of());
      }
    }
  }

  /** A transition that was made first and stands still is no lock. */
  @Test
  void whoseTransitionWasMadeFirstTakesTheSinksAndTheOtherOneGivesWay() throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic topic = new Topic(server.kafka(), production.topic);
        Contender one = new Contender(server, production, "pr_17");
        Contender two = new Contender(server, production, "pr_18")) {
      Reconciling.snapshot(topic);
      two.lose(Contender::isBeginOfSwap);
      one.when(Contender::isViewOfTransition, () -> two.refused("VG-6201"));

      one.promote();

      two.refused("VG-5203");
      assertWon(one, two, production, topic, CHANGES);
    }
  }

  @Test
  void aPromotionGivesWayToOneWhoseTransitionWasMadeFirst() throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic topic = new Topic(server.kafka(), production.topic);
        Contender one = new Contender(server, production, "pr_17");
        Contender two = new Contender(server, production, "pr_18")) {
      Reconciling.snapshot(topic);
      CatalogView catalog = new CatalogView(server, production);
      one.lose(Contender::isBeginOfSwap);
      two.when(Contender::isSchemaOfTransition, () -> one.refused("VG-6201"));

      VerdigrisException gaveWay = two.refused("VG-5431");

      String role = server.deployer();
      String time = catalog.madeAt("pr_17");
      String flights = production.flights;
      String sinks = production.sinks;
      String oldId = catalog.itemId(flights, "delay_by_airport");
      String viewId = catalog.sinkReads(catalog.itemId(sinks, "debezium")).get(0);
      assertThat(gaveWay)
          .hasMessage(
              """
              VG-5431 CONFLICT  promote of deployment pr_18 gives way to deployment pr_17, which came to the sinks first
                other     deployment pr_17, made by %1$s at %2$s, no commit known
                because   sink %4$s.debezium read %3$s.delay_by_airport (%5$s) and reads %3$s_pr_17_transition.%3$s.delay_by_airport by iata (%6$s)
                state     deployment pr_18 is validated (green has been validated and not been promoted)
                next      once that one is in production, clean this one up (verdigris cleanup --deployment pr_18) and deploy again under a new name;
                          if it is not to be promoted, clean it up (verdigris cleanup --deployment pr_17) and run again\
              """
                  .formatted(role, time, flights, sinks, oldId, viewId));

      one.promote();
      assertWon(one, two, production, topic, CHANGES);
    }
  }

  /** The other one's check was before this one took the sink, and its statement comes after it. */
  @Test
  void aSinkThatWasTakenBetweenCheckAndStatementIsTakenBack() throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic topic = new Topic(server.kafka(), production.topic);
        Contender one = new Contender(server, production, "pr_17");
        Contender two = new Contender(server, production, "pr_18")) {
      Reconciling.snapshot(topic);
      Disturbance.Held late = Disturbance.Held.untilReleased();
      two.relayed.relay().disturb(Contender::isTake, late);
      Predicate<Relay.Sent> bothAreTaken =
          sent -> sent.session().endsWith(" sinks") && one.sent(Contender::isTake) == 2;
      one.when(
          Contender::isViewOfTransition,
          () -> {
            two.refused("VG-6750");
            one.when(bothAreTaken, late::letGo);
          });

      one.promote();

      assertThat(one.sent(Contender::isTake)).isEqualTo(3);
      two.refused("VG-5203");
      assertWon(one, two, production, topic, CHANGES);
    }
  }

  /** Production is its, so that it takes the sink wherever that is. */
  @Test
  void aRollbackTakesItsSinkFromATransitionThatCameInBetween() throws Exception {
    try (Production production = Reconciling.production(server, directory);
        Topic topic = new Topic(server.kafka(), production.topic)) {
      Reconciling.snapshot(topic);
      production.decide("debezium", "{cutover: plain, stale: any, missing: any, extra: any}");
      CatalogView catalog = new CatalogView(server, production);
      String sink = catalog.itemId(production.sinks, "delays");
      String old = catalog.itemId(production.flights, "delay_by_airport");
      try (Contender one = new Contender(server, production, "pr_17")) {
        one.promote();
        try (Contender two = new Contender(server, production, "pr_18")) {
          Disturbance.Held late = Disturbance.Held.untilReleased();
          two.relayed.relay().disturb(Contender::isTake, late);
          two.refused("VG-6750");
          one.when(
              sent ->
                  sent.session().endsWith(" sink")
                      && sent.sql().startsWith("SELECT o.id, d.name")
                      && sent.sql().contains("'" + sink + "'"),
              late::letGo);

          one.run.rollback();

          assertThat(one.relayed.relay().hasCut()).isTrue();
          assertThat(one.run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
          assertThat(catalog.sinkReads(sink)).containsExactly(old);
          two.run.cleanup();
          assertThat(catalog.sinkReads(sink)).containsExactly(old);
        }
      }
      await().atMost(Reconciling.PATIENCE).until(() -> topic.poll().size() >= 9);
      assertThat(topic.texts()).hasSize(9);
      assertThat(topic.compacted().values())
          .containsExactlyInAnyOrder(Reconciling.SEA_OLD, Reconciling.OAK, Reconciling.SFO);
    }
  }

  private void assertWon(
      Contender one, Contender two, Production production, Topic topic, List<String> changes)
      throws Exception {
    assertThat(one.relayed.relay().hasCut()).isTrue();
    assertThat(two.relayed.relay().hasCut()).isTrue();
    CatalogView catalog = new CatalogView(server, production);
    assertThat(one.run.state().kind()).isEqualTo(Kind.PROMOTED);
    for (String sink : List.of("delays", "debezium")) {
      assertThat(catalog.sinkReads(catalog.itemId(production.sinks, sink)))
          .containsExactly(catalog.itemId(production.flights, "delay_by_airport"));
    }
    two.run.cleanup();
    assertThat(two.run.state().kind()).isEqualTo(Kind.ABSENT);
    Reconciling.insert(server, production, "(5, -3, 'SEA', 'SFO')");
    int all = 3 + changes.size() + 1;
    await().atMost(Reconciling.PATIENCE).until(() -> topic.poll().size() >= all);
    assertThat(topic.texts()).as("each change once").hasSize(all);
    assertThat(topic.texts().subList(3, all - 1)).containsExactlyInAnyOrderElementsOf(changes);
  }

  /** A validated deployment, and what happens on the way of its statements. */
  private static final class Contender implements AutoCloseable {
    private final TestServer.Relayed relayed;
    private final DeploymentRun run;
    private final Verdict verdict;

    Contender(TestServer server, Production production, String deployment) throws Exception {
      relayed = server.relayed();
      run = DeploymentRun.open(production.config(deployment), relayed, new Recorder());
      verdict = Runs.validated(run);
    }

    void promote() {
      run.promote(verdict);
    }

    VerdigrisException refused(String code) {
      VerdigrisException refused = catchThrowableOfType(VerdigrisException.class, this::promote);
      assertThat(refused).hasMessageStartingWith(code);
      return refused;
    }

    /** Something happens before the server sees the first statement that is such. */
    void when(Predicate<Relay.Sent> statement, Runnable event) {
      relayed.relay().disturb(statement, new Disturbance.Beside(event));
    }

    /** The server goes away before it sees that. */
    void lose(Predicate<Relay.Sent> statement) {
      relayed.relay().disturb(statement, new Disturbance.Lost(false));
    }

    long sent(Predicate<Relay.Sent> statement) {
      return relayed.relay().sent().stream().filter(statement).count();
    }

    static boolean isSchemaOfTransition(Relay.Sent sent) {
      return sent.sql().startsWith("CREATE SCHEMA") && isAboutTransition(sent);
    }

    static boolean isViewOfTransition(Relay.Sent sent) {
      return sent.sql().startsWith("CREATE MATERIALIZED VIEW") && isAboutTransition(sent);
    }

    static boolean isReadOfTransition(Relay.Sent sent) {
      return sent.session().endsWith(" sink") && sent.sql().startsWith("WITH old_rows");
    }

    static boolean isTake(Relay.Sent sent) {
      return sent.sql().startsWith("ALTER SINK") && isAboutTransition(sent);
    }

    static boolean isBeginOfSwap(Relay.Sent sent) {
      return sent.session().endsWith("promote swap") && sent.sql().equals("BEGIN");
    }

    private static boolean isAboutTransition(Relay.Sent sent) {
      return sent.sql().contains("_transition\"");
    }

    @Override
    public void close() {
      run.close();
      relayed.close();
    }
  }
}
