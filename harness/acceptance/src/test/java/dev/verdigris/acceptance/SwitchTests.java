package dev.verdigris.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.DeploymentConfig;
import dev.verdigris.DeploymentRun;
import dev.verdigris.VerdigrisException;
import dev.verdigris.plan.DeploymentState.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The switch of a transition, turned by runs that know nothing of each other. */
class SwitchTests {
  private final TestServer server = TestServer.shared();

  @BeforeEach
  void needsABroker() {
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
  }

  /**
   * The statement that turns the switch of a promotion that is dead by then comes when a rollback
   * has turned it back, or a moment before that.
   *
   * @param sent how many records there are in the end: what was turned late is turned back
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT mz_now()::text, (SELECT count(*) | 3
          SET to_new = false                      | 9
          """)
  void aTurnOfADeadPromotionThatComesLateDoesNotWin(
      String moment, int sent, @TempDir Path directory) throws Exception {
    assumeThat(sent == 3 || Boolean.getBoolean("verdigris.test.full"))
        .as("-Dverdigris.test.full=true tries both moments")
        .isTrue();
    try (Production production = Reconciling.production(server, directory);
        TestServer.Relayed dead = server.relayed();
        TestServer.Relayed relayed = server.relayed();
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      Disturbance.Held late = Disturbance.Held.untilReleased();
      dead.relay().disturb(one -> one.sql().contains("SET to_new = true"), late);
      try (DeploymentRun run = DeploymentRun.open(config, dead, new Recorder())) {
        var verdict = Runs.validated(run);
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith(
                "VG-7702 UNFINISHED  promoted, but the transition of its sinks is not done with")
            .withMessageContaining(
                "next      verdigris promote --deployment pr_17 continues with the sinks and drops"
                    + " the transition");
      }
      relayed
          .relay()
          .disturb(one -> one.sql().contains(moment), new Disturbance.Beside(late::letGo));
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        run.rollback();
        assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      }
      assertThat(relayed.relay().hasCut()).isTrue();
      Reconciling.insert(server, production, "(5, 1, 'OAK', 'SFO')");
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= sent + 1);
      assertThat(upsert.texts()).hasSize(sent + 1);
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(
              Reconciling.SEA_OLD, "{\"iata\":\"OAK\",\"flights\":2,\"delay\":8}", Reconciling.SFO);
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  @Test
  void aPromotionThatARollbackHasOvertakenTurnsNothing(@TempDir Path directory) throws Exception {
    try (Production production = Reconciling.production(server, directory);
        TestServer.Relayed relayed = server.relayed();
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder());
          DeploymentRun other = DeploymentRun.open(config, server, new Recorder())) {
        var verdict = Runs.validated(run);
        relayed
            .relay()
            .disturb(
                one -> one.sql().startsWith("SELECT turn FROM "),
                new Disturbance.Beside(other::rollback));
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessage(
                """
                VG-5751 CONFLICT  the switch of the sinks' transition was not turned by promote
                  switch    "materialize"."%s_pr_17_transition"."switch"
                  cause     the names are not where the steps before have brought them
                  state     deployment pr_17 is rolled back (production is as it was before, green still stands)
                  next      another run of this deployment is at work: let it end, then run again\
                """
                    .formatted(production.flights));
      }
      assertThat(upsert.poll()).hasSize(3);
    }
  }

  /** The transition is gone again by then, and the old relation's name is the new one's. */
  @Test
  void aPromotionThatAnotherRunHasFinishedMeanwhileSendsNothingOld(@TempDir Path directory)
      throws Exception {
    try (Production production = Reconciling.production(server, directory);
        TestServer.Relayed relayed = server.relayed();
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      DeploymentConfig config = production.config("pr_17");
      Reconciling.snapshot(upsert);
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder());
          DeploymentRun other = DeploymentRun.open(config, server, new Recorder())) {
        var verdict = Runs.validated(run);
        relayed
            .relay()
            .disturb(
                one -> one.sql().startsWith("CREATE SCHEMA "),
                new Disturbance.Beside(() -> other.promote(verdict)));
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith(
                "VG-5302 CONFLICT  somebody changed what promote was planned with\n"
                    + "  changed   schema "
                    + production.flights
                    + " was ")
            .withMessageContaining(
                "state     deployment pr_17 is promoted with sinks pending (it is in production"
                    + " and the transition of its sinks still stands)");
        run.promote(verdict);
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      assertThat(relayed.relay().hasCut()).isTrue();
      Reconciling.insert(server, production, "(5, -3, 'SEA', 'SFO')");
      await().atMost(Reconciling.PATIENCE).until(() -> upsert.poll().size() >= 7);
      assertThat(upsert.texts()).as("three keys that differ, and a change").hasSize(7);
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(
              Reconciling.SFO, Reconciling.LAX, "{\"iata\":\"SEA\",\"flights\":3,\"delay\":10}");
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  @Test
  void aSinkDoesNotLeaveByANameThatIsTheOldRelationsByThen(@TempDir Path directory)
      throws Exception {
    try (Production production = Reconciling.production(server, directory);
        TestServer.Relayed relayed = server.relayed()) {
      server.execute("DROP SINK " + production.sinks + ".debezium");
      DeploymentConfig config = production.undecide("debezium").config("pr_17");
      String swap =
          "ALTER SCHEMA " + production.flights + " SWAP WITH " + production.flights + "_pr_17";
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        var verdict = Runs.validated(run);
        relayed
            .relay()
            .disturb(
                one -> one.sql().startsWith("SELECT f.object_id, f.write_frontier"),
                new Disturbance.Beside(() -> execute(swap)));
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith("VG-5302 CONFLICT  somebody changed what promote was planned")
            .withMessageContaining(
                " was named \"materialize\".\"%1$s\".\"delay_by_airport\" and is \"materialize\".\"%1$s_pr_17\".\"delay_by_airport\""
                    .formatted(production.flights));
        execute(swap);
        run.promote(verdict);
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
    }
  }

  @Test
  void aSinkDoesNotLeaveTowardsASideThatTheSwitchDoesNotShow(@TempDir Path directory)
      throws Exception {
    try (Production production = Reconciling.production(server, directory);
        TestServer.Relayed relayed = server.relayed();
        Topic upsert = new Topic(server.kafka(), production.topic)) {
      // A second sink might leave between its look at the switch and the hand that turns it back.
      server.execute("DROP SINK " + production.sinks + ".debezium");
      DeploymentConfig config = production.undecide("debezium").config("pr_17");
      Reconciling.snapshot(upsert);
      String byHand =
          "UPDATE " + production.flights + "_pr_17_transition.switch SET to_new = false";
      try (DeploymentRun run = DeploymentRun.open(config, relayed, new Recorder())) {
        var verdict = Runs.validated(run);
        relayed
            .relay()
            .disturb(
                one -> one.sql().startsWith("SELECT mz_now()::text, (SELECT count(*)"),
                new Disturbance.Beside(() -> execute(byHand)));
        assertThatExceptionOfType(VerdigrisException.class)
            .isThrownBy(() -> run.promote(verdict))
            .withMessageStartingWith("VG-7101 UNFINISHED  promoted, but ")
            .withMessageContaining(
                " shows the other side: another run of this deployment has turned it");
        run.promote(verdict);
        assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      }
      await()
          .atMost(Reconciling.PATIENCE)
          .until(() -> upsert.compacted().containsValue(Reconciling.LAX));
      assertThat(upsert.compacted().values())
          .containsExactlyInAnyOrder(Reconciling.SEA_NEW, Reconciling.LAX, Reconciling.SFO);
      assertThat(Reconciling.transitions(server, production)).isEmpty();
    }
  }

  /** As the role that made the transition. */
  private void execute(String sql) {
    try {
      server.asDeployer().execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
