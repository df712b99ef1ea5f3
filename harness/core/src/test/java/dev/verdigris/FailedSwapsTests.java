package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
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
}
