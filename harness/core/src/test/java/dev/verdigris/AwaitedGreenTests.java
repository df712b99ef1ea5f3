package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.execute.DeadlineException;
import dev.verdigris.plan.DeploymentState.Kind;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What green is waited for, and what is said where the wait ends without it. */
class AwaitedGreenTests extends DeploymentRunFixture {

  @Test
  void there_is_nothing_to_wait_for_before_the_models_exist() {
    try (DeploymentRun run = open()) {
      run.init();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .withMessage(
              """
              VG-5261 CONFLICT  deployment pr_17 has no complete green to wait for
                state     building: green exists and its models are not complete
                next      run init and run first\
              """);
    }
  }

  @Test
  void a_green_that_does_not_hydrate_ends_the_wait_with_what_is_pending() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      server.progress().neverHydrate();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .withMessage(
              """
              VG-4101 NOT READY  green of deployment pr_17 was not ready within 2 s: 2 objects are pending
                pending   flights_pr_17.delays: not reported yet on replica compute_pr_17.r1
                          flights_pr_17.delays_iata_idx: not reported yet on replica compute_pr_17.r1
                state     deployment pr_17 is built (every model was created in green)
                next      run again to wait longer, or raise await.timeout in verdigris.yaml\
              """);
    }
  }

  @Test
  void a_server_without_subscriptions_to_hydration_is_asked_again_and_again() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("DECLARE") && at == Moment.BEFORE) {
            throw new SQLException("ERROR: not modelled", "0A000");
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.sent()).noneMatch(sql -> sql.startsWith("FETCH"));
  }

  @Test
  void data_that_is_an_error_is_found_by_a_read() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("SELECT max(") && at == Moment.BEFORE) {
            throw new SQLException("Evaluation error: division by zero", "XX000");
          }
        });
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .withMessage(
              """
              VG-4103 NOT READY  green is hydrated, and 2 relations cannot be read
                errors    "materialize"."flights_pr_17"."delays": Evaluation error: division by zero (XX000)
                          "materialize"."flights_pr_17"."board": Evaluation error: division by zero (XX000)
                state     deployment pr_17 is built (every model was created in green)
                next      mend the models or their owner's rights and run again\
              """);
    }
  }

  @Test
  void what_is_too_large_to_be_read_in_time_is_told_and_awaited_all_the_same() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("SELECT max(") && at == Moment.BEFORE) {
            throw late();
          }
        });
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
    }
    assertThat(server.events())
        .contains(
            new Event.Note(
                Phase.AWAIT,
                "all of \"materialize\".\"flights_pr_17\".\"delays\" could not be read within 2"
                    + " min: whether its data is an error is not known"),
            new Event.Note(
                Phase.AWAIT,
                "view \"materialize\".\"flights_pr_17\".\"board\" could not be read within 2 min:"
                    + " whether its data is an error is not known"));
  }

  @Test
  void what_is_stored_and_gives_not_even_one_row_is_not_ready() {
    server.intercept(
        (sql, at) -> {
          if (sql.matches("SELECT (max\\(|1 FROM ).*") && at == Moment.BEFORE) {
            throw late();
          }
        });
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .withMessage(
              """
              VG-4201 NOT READY  a statement of await did not end within 2 min and was cancelled
                statement a read of "materialize"."flights_pr_17"."delays"
                state     deployment pr_17 is built (every model was created in green)
                next      look why the server is slow, or raise timeouts.statement in verdigris.yaml; run again\
              """);
    }
  }

  private static DeadlineException late() {
    return new DeadlineException(
        Duration.ofMinutes(2), new SQLException("canceling statement", "57014"));
  }
}
