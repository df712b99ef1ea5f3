package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One rolls back because green is sick: what needs its cluster may never come about any more. */
class RollbackFromSickGreenTests extends DeploymentRunFixture {

  private static final String TOLD_WAY =
      "or, where green's cluster does not come back, decide for cutover: plain in verdigris.yaml"
          + " and run again";

  /** Nothing is read or written any more about a switch. */
  private void greenIsDead() {
    SQLException cancelled = refusal("57014", "canceling statement due to user request", "");
    server.intercept(
        (sql, at) -> {
          if (at == Moment.BEFORE
              && (sql.startsWith("INSERT INTO")
                  || sql.startsWith("UPDATE ")
                  || sql.startsWith("SELECT turn FROM")
                  || sql.startsWith("SELECT mz_now()"))) {
            throw cancelled;
          }
        });
  }

  private void theToldWayWorks() throws IOException {
    decide("sinks: {sinks.delays: plain}\n");
    try (DeploymentRun run = open()) {
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      assertThat(run.standing().next().left()).doesNotContain("sinks", "transition");
    }
    assertThat(readsOld("u107")).isTrue();
    assertThat(readsOld("u108")).isTrue();
    assertThat(noTransitionStands()).isTrue();
  }

  @Test
  void sinks_that_do_not_come_to_the_transition_come_back_plainly() throws IOException {
    oneIsReconciled();
    try (DeploymentRun run = open()) {
      promote(run);
      greenIsDead();
      for (int i = 0; i < 2; i++) {
        assertThat(refused(run::rollback)).startsWith("VG-7702 UNFINISHED ").endsWith(TOLD_WAY);
      }
      assertThat(readsOld("u107")).isFalse();
    }
    theToldWayWorks();
  }

  @Test
  void where_green_comes_back_they_are_reconciled() throws IOException {
    oneIsReconciled();
    try (DeploymentRun run = open()) {
      promote(run);
      greenIsDead();
      refused(run::rollback);
      server.intercept((sql, at) -> {});
      int before = server.log().size();
      run.rollback();
      assertThat(server.log().subList(before, server.log().size()))
          .anyMatch(sql -> sql.startsWith("UPDATE "));
      assertThat(readsOld("u107")).isTrue();
      assertThat(noTransitionStands()).isTrue();
    }
  }

  @Test
  void sinks_whose_view_does_not_show_what_they_read_come_back_plainly() throws IOException {
    oneIsReconciled();
    try (DeploymentRun run = open()) {
      promote(run);
      server.intercept(
          failing(
              "WITH old_rows", refusal("57014", "canceling statement due to user request", "")));
      assertThat(refused(run::rollback).replaceAll("frontier \\d+", "frontier #"))
          .isEqualTo(
              """
          VG-7101 UNFINISHED  rolled back, but 1 sink is not cut over
            cause     "materialize"."sinks"."delays": canceling statement due to user request; status running, frontier #
            state     deployment pr_17 is rolled back (production is as it was before, sinks still read green: sinks.delays)
            next      run again to finish;
                      or, where green's cluster does not come back, decide for cutover: plain in verdigris.yaml and run again\
          """);
    }
    theToldWayWorks();
  }

  /** The promotion has brought them there, and green's cluster died before its end. */
  @Test
  void sinks_that_are_on_the_transition_come_back_plainly() throws IOException {
    oneIsReconciled();
    try (DeploymentRun run = open()) {
      server.intercept(failing("UPDATE ", refusal("XX000", "no", "")));
      refused(() -> promote(run));
      assertThat(run.state().kind()).isEqualTo(Kind.SINKS_PENDING);
      greenIsDead();
      assertThat(refused(run::rollback)).startsWith("VG-7702 UNFINISHED ").endsWith(TOLD_WAY);
    }
    theToldWayWorks();
  }

  @Test
  void sinks_that_cannot_leave_the_transition_any_more_come_back_plainly() throws IOException {
    oneIsReconciled();
    try (DeploymentRun run = open()) {
      promote(run);
      server.intercept(
          failing(
              "SELECT mz_now()", refusal("57014", "canceling statement due to user request", "")));
      assertThat(refused(run::rollback))
          .startsWith("VG-7101 UNFINISHED  rolled back, but 1 sink is not cut over\n")
          .endsWith(
              "ALTER SINK \"materialize\".\"sinks\".\"delays\" SET FROM"
                  + " \"materialize\".\"flights\".\"delays\";\n            "
                  + TOLD_WAY);
      greenIsDead();
    }
    theToldWayWorks();
  }

  @Test
  void what_a_promotion_leaves_is_no_matter_of_another_way() throws IOException {
    oneIsReconciled();
    server.intercept(failing("UPDATE ", refusal("XX000", "no", "")));
    try (DeploymentRun run = open()) {
      assertThat(refused(() -> promote(run)))
          .startsWith("VG-7702 ")
          .doesNotContain("cutover: plain");
    }
  }

  @Test
  void all_counts_of_a_rollback_share_one_deadline() {
    threeSinks();
    try (DeploymentRun run = open()) {
      promote(run);
    }
    server.stall(sql -> sql.startsWith("WITH old_rows"));
    try (DeploymentRun run = open(statementsWithin("200ms"))) {
      int before = server.log().size();
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      assertThat(counts(before)).as("the first one took all the time there was").isEqualTo(1);
    }
    assertThat(server.events().stream().map(Event::text))
        .containsSubsequence(
            "sink sinks.delays: its keys were not counted",
            "  they were not read within 200 ms, in which those of all sinks are",
            "sink sinks.other: its keys were not counted",
            "  there was no time left: those of all sinks are read within 200 ms",
            "sink sinks.third: its keys were not counted",
            "  there was no time left: those of all sinks are read within 200 ms");
  }

  @Test
  void each_count_of_a_promotion_has_a_deadline_of_its_own() {
    threeSinks();
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      validate(run);
    }
    server.stall(sql -> sql.startsWith("WITH old_rows"));
    try (DeploymentRun run = open(statementsWithin("50ms"))) {
      int before = server.log().size();
      assertThat(refused(() -> run.promote(validate(run))))
          .startsWith("VG-4706 NOT READY ")
          .contains("they were not read within 50 ms\n");
      assertThat(counts(before)).isEqualTo(3);
    }
  }

  private static Map<String, String> statementsWithin(String deadline) {
    return Map.of("verdigris.timeouts.statement", deadline);
  }

  private void threeSinks() {
    twoSinks();
    server.somebodyElse(server.catalog().with(keyedSink("u109", "third")));
  }

  private long counts(int before) {
    List<String> log = server.log();
    return log.subList(before, log.size()).stream()
        .filter(sql -> sql.startsWith("WITH old_rows"))
        .count();
  }
}
