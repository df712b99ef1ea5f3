package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told, to the letter, of a transaction of swaps that the server does not take. */
class FailedSwapsTests extends DeploymentRunFixture {
  /** What is read around the first ALTER begins so; a snapshot begins otherwise. */
  private static final String TRACE = "WITH scoped_schemas AS (SELECT s.id, s.name, ";

  @Test
  void the_alter_that_was_refused_is_shown_and_not_the_first() {
    server.intercept(
        failing("ALTER CLUSTER", refusal("42501", "must be owner of CLUSTER compute", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-6202 PERMISSION  promote lacks a right: must be owner of CLUSTER compute
            statement ALTER CLUSTER "compute" SWAP WITH "compute_pr_17"
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      grant the right to the deploying role, or make it a member of the owner; run again\
          """);
    }
  }

  @Test
  void a_commit_that_is_refused_is_shown() {
    server.intercept(failing("COMMIT", refusal("XX000", "catalog is read-only", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-5301 CONFLICT  the server refuses a statement of promote: catalog is read-only
            statement COMMIT
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      resolve what the server says, then run again\
          """);
    }
  }

  /** The first read of each attempt, and the last one before the COMMIT. */
  @Test
  void a_read_that_fails_is_shown_as_one() {
    for (int nth = 1; nth <= 2; nth++) {
      renew();
      try (DeploymentRun run = open()) {
        run.init();
        run.run();
        run.await();
        Verdict verdict = validate(run);
        int[] traces = {nth};
        server.intercept(
            (sql, at) -> {
              if (sql.startsWith(TRACE) && at == Moment.BEFORE && --traces[0] == 0) {
                throw refusal("53000", "the coordinator is overloaded", "");
              }
            });
        fails(
            () -> run.promote(verdict),
            """
            VG-5301 CONFLICT  the server refuses a statement of promote: the coordinator is overloaded
              statement the snapshot of the catalog
              state     deployment pr_17 is validated (green has been validated and not been promoted)
              next      resolve what the server says, then run again\
            """);
        assertThat(traces[0]).isZero();
      }
    }
  }

  @Test
  void a_refused_alter_is_told_even_where_nobody_reads_what_became_of_it() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      boolean[] refused = {false};
      server.intercept(
          (sql, at) -> {
            if (sql.startsWith("ALTER CLUSTER") && at == Moment.BEFORE) {
              refused[0] = true;
              throw refusal("XX000", "renaming conflict: in board, which uses hotels", "");
            }
            if (refused[0] && sql.startsWith("WITH scoped_schemas") && at == Moment.BEFORE) {
              refused[0] = false;
              throw refusal("53000", "the coordinator is overloaded", "");
            }
          });
      fails(
          () -> run.promote(verdict),
          """
          VG-5301 CONFLICT  the server refuses a statement of promote: renaming conflict: in board, which uses hotels
            statement ALTER CLUSTER "compute" SWAP WITH "compute_pr_17"
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      resolve what the server says, then run again\
          """);
      server.intercept((sql, at) -> {});
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  /** DDL waits in one queue: the COMMIT stands in it, and so does what would settle it. */
  @Test
  void a_commit_of_which_nobody_knows_is_told_as_that_and_may_take_effect_later() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.statement", "200ms"))) {
      run.init();
      run.run();
      run.await();
      final Verdict verdict = validate(run);
      server.stall(FailedSwapsTests::waitsInTheQueue);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(verdict))
          .withMessage(
              """
              VG-6781 CONNECTION  whether the COMMIT of promote took effect is not known
                cause     cancelled after 200 ms (57014)
                unsettled cancelled after 200 ms (57014)
                state     not known, for the COMMIT may still take effect; without waiting for that: deployment pr_17 is validated (green has been validated and not been promoted)
                next      run again: it finds out, and goes on or begins anew\
              """)
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONNECTION))
          .satisfies(e -> assertThat(e.problem().leavesOutcomeUnknown()).isTrue());
      server.stall(sql -> false);
      swapLate();
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.sent()).filteredOn("COMMIT"::equals).hasSize(1);
  }

  @Test
  void a_rollback_whose_commit_nobody_knows_of_begins_anew() {
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.statement", "200ms"))) {
      promote(run);
      server.stall(FailedSwapsTests::waitsInTheQueue);
      fails(
          run::rollback,
          """
          VG-6781 CONNECTION  whether the COMMIT of rollback took effect is not known
            cause     cancelled after 200 ms (57014)
            unsettled cancelled after 200 ms (57014)
            state     not known, for the COMMIT may still take effect; without waiting for that: deployment pr_17 is promoted (it is in production and the old environment still stands)
            next      run again: it finds out, and goes on or begins anew\
          """);
      server.stall(sql -> false);
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
    }
  }

  @Test
  void names_that_have_moved_are_seen_without_anything_that_settles_them() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      server.intercept(
          (sql, at) -> {
            if (sql.equals("COMMIT") && at == Moment.AFTER) {
              throw FakeMaterialize.gone();
            }
            if (sql.startsWith("CREATE TEMPORARY VIEW") && at == Moment.BEFORE) {
              throw refusal("42501", "permission denied for DATABASE materialize", "");
            }
          });
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.sent()).filteredOn("COMMIT"::equals).hasSize(1);
  }

  @Test
  void a_server_that_stays_away_behind_a_commit_leaves_it_unknown() {
    List<DeploymentRun> runs = new ArrayList<>();
    try (DeploymentRun run = open()) {
      runs.add(run);
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      server.intercept(
          (sql, at) -> {
            if (sql.equals("COMMIT") && at == Moment.BEFORE) {
              // Whoever is asked to stop waits for no server.
              runs.get(0).interrupt();
              server.close();
              throw FakeMaterialize.gone();
            }
          });
      assertThat(refused(() -> run.promote(verdict)))
          .isEqualTo(
              """
              VG-6781 CONNECTION  whether the COMMIT of promote took effect is not known
                cause     An I/O error occurred while sending to the backend. (08006)
                unsettled the server cannot be reached: fake server
                state     not known, for the COMMIT may still take effect; without waiting for that: as far as is known: deployment pr_17 is validated (green has been validated and not been promoted); the server does not answer any more, the catalog tells on the next run
                next      run again: it finds out, and goes on or begins anew\
              """);
    }
  }

  private static boolean waitsInTheQueue(String sql) {
    return sql.equals("COMMIT") || sql.startsWith("CREATE TEMPORARY VIEW");
  }

  /** What was sent and not answered takes effect. */
  private void swapLate() {
    Snapshot late = server.catalog();
    for (Step step : server.swaps()) {
      late = step.after(late);
    }
    server.somebodyElse(late);
  }
}
