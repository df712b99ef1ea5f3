package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.execute.ReadSession;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.SwapStep;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a phase says, to the letter, when something happens to it on its way. */
class FailedPhasesTests extends DeploymentRunFixture {

  @Test
  void a_server_that_nobody_reaches_is_named_before_anything_is_sent() {
    try (DeploymentRun run = DeploymentRun.open(config(), new Unreachable(), server)) {
      fails(
          run::init,
          """
          VG-6101 CONNECTION  the server cannot be reached: Materialize at 127.0.0.1:1
            cause     Connection to 127.0.0.1:1 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections. (08001)
            state     nothing was sent
            next      check the address, the password and that the server runs, then run again\
          """);
    }
  }

  @Test
  void a_server_that_is_not_there_is_named() {
    try (DeploymentRun run = open()) {
      server.close();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::init)
          .withMessageStartingWith(
              "VG-6101 CONNECTION  the server cannot be reached: fake server\n");
    }
  }

  @Test
  void a_server_that_goes_away_leaves_a_state_that_is_told() {
    server.intercept(failing("CREATE CLUSTER", FakeMaterialize.gone()));
    try (DeploymentRun run = open()) {
      fails(
          run::init,
          """
          VG-6201 CONNECTION  the server went away during init: fake server
            cause     An I/O error occurred while sending to the backend. (08006)
            state     deployment pr_17 is building (green exists and its models are not complete)
            next      run again: the catalog tells where to continue\
          """);
    }
  }

  @Test
  void a_statement_that_does_not_end_is_cancelled() {
    server.stall(sql -> sql.startsWith("CREATE CLUSTER"));
    try (DeploymentRun run = open(Map.of("verdigris.timeouts.statement", "50ms"))) {
      fails(
          run::init,
          """
          VG-4201 NOT READY  a statement of init did not end within 50 ms and was cancelled
            statement CREATE CLUSTER "compute_pr_17" (SIZE = '25cc', REPLICATION FACTOR = 1)
            state     deployment pr_17 is building (green exists and its models are not complete)
            next      look why the server is slow, or raise timeouts.statement in verdigris.yaml; run again\
          """);
    }
  }

  @Test
  void a_statement_that_the_server_refuses_is_shown() {
    server.intercept(
        failing(
            "CREATE CLUSTER",
            refusal(
                "53000",
                "creating cluster would violate max_clusters limit (desired: 26, limit: 25,"
                    + " current: 25)",
                "Drop an existing cluster or contact support to request a limit increase.")));
    try (DeploymentRun run = open()) {
      fails(
          run::init,
          """
          VG-5301 CONFLICT  the server refuses a statement of init: creating cluster would violate max_clusters limit (desired: 26, limit: 25, current: 25)
            statement CREATE CLUSTER "compute_pr_17" (SIZE = '25cc', REPLICATION FACTOR = 1)
            hint      Drop an existing cluster or contact support to request a limit increase.
            state     deployment pr_17 is building (green exists and its models are not complete)
            next      resolve what the server says, then run again\
          """);
    }
  }

  @Test
  void a_right_that_is_missing_is_named_with_the_statement() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("CREATE CLUSTER") && at == Moment.BEFORE) {
            throw new SQLException("ERROR: permission denied for SYSTEM", "42501");
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::init)
          .withMessage(
              """
              VG-6202 PERMISSION  init lacks a right: ERROR: permission denied for SYSTEM (42501)
                statement CREATE CLUSTER "compute_pr_17" (SIZE = '25cc', REPLICATION FACTOR = 1)
                state     deployment pr_17 is building (green exists and its models are not complete)
                next      grant the right to the deploying role, or make it a member of the owner; run again\
              """);
    }
  }

  @Test
  void a_model_that_the_server_refuses_is_shown_with_its_file() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("CREATE VIEW") && at == Moment.BEFORE) {
            throw new SQLException("ERROR: column \"iata\" does not exist", "XX000");
          }
        });
    try (DeploymentRun run = open()) {
      run.init();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::run)
          .withMessage(
              """
              VG-2211 MODEL  the server refuses a model: ERROR: column "iata" does not exist (XX000)
                where     models/flights/board.sql, line 1, column 1
                          CREATE VIEW board AS SELECT iata FROM delays;
                          ^
                statement CREATE VIEW "materialize"."flights_pr_17"."board" AS SELECT iata FROM "materialize"."flights_pr_17"."delays"
                state     deployment pr_17 is building (green exists and its models are not complete)
                next      mend the model and run again\
              """);
    }
  }

  @Test
  void what_changed_under_the_plan_is_shown() {
    server.intercept(
        afterTheRehearsal(() -> server.catalog().withoutItem("new:flights_pr_17.board")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-5302 CONFLICT  somebody changed what promote was planned with
            changed   green: view board (new:flights_pr_17.board) is gone
            audit     2026-11-25 13:00  create schema {"name":"other"} by ann
            state     deployment pr_17 is building (something of green was dropped: schema "flights_pr_17" holds 2 of 3 objects)
            next      run again: it is planned anew, and validated anew where green changed\
          """);
      assertThat(run.state().kind()).isEqualTo(Kind.BUILDING);
    }
  }

  @Test
  void a_deployment_that_was_promoted_meanwhile_is_named_with_who_and_when() {
    server.intercept(
        afterTheRehearsal(
            () -> {
              Marker winner =
                  Marker.of("pr_18", "flights", "u11", "ann", "2026-11-25T12:59:00Z", "beef000");
              Snapshot away =
                  new SwapStep.RenameSchema("materialize", "flights", "flights_pr_18")
                      .after(server.catalog());
              return away.with(
                  new Schema(
                      "u70",
                      "materialize",
                      "flights",
                      "deployer",
                      schema("u70", "flights").grants(),
                      winner.comment("")));
            }));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-5430 CONFLICT  deployment pr_18 was promoted during promote
            winner    deployment pr_18, made by ann at 2026-11-25T12:59:00Z from commit beef000
            audit     2026-11-25 13:00  create schema {"name":"other"} by ann
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      clean this deployment up (verdigris cleanup) and deploy again under a new name, on top of that one\
          """);
    }
  }

  @Test
  void names_that_are_not_where_the_commit_brought_them_are_told() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      Verdict verdict = validate(run);
      Snapshot before = server.catalog();
      server.intercept(
          (sql, at) -> {
            if (sql.equals("COMMIT") && at == Moment.AFTER) {
              server.somebodyElse(before);
            }
          });
      fails(
          () -> run.promote(verdict),
          """
          VG-5304 CONFLICT  after the COMMIT of promote the names are not where it brought them
            because   somebody swapped or renamed them at the same time
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      find out who (the audit log has every rename), then run again\
          """);
    }
  }

  @Test
  void a_key_that_is_not_provable_in_green_is_refused_before_the_swap() {
    giveTheSinkAKey();
    server.intercept(
        failing(
            "EXPLAIN VALUE SCHEMA",
            refusal("XX000", "upsert key could not be validated as unique", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-5262 CONFLICT  a sink's key is not provably unique in green: its ALTER SINK would be refused
            sinks     sink sinks.delays, owner deployer, reads flights.delays, key iata; provable keys: none
            state     nothing was promoted; green stays up
            next      make the key provable, for example by GROUP BY or DISTINCT ON, and run again\
          """);
    }
  }

  @Test
  void key_sets_that_the_deployer_may_not_read_are_a_matter_of_permission() {
    giveTheSinkAKey();
    server.intercept(
        failing(
            "WITH old_rows",
            refusal("42501", "permission denied for MATERIALIZED VIEW delays", "")));
    try (DeploymentRun run = open(Map.of())) {
      fails(
          () -> promote(run),
          """
          VG-6706 PERMISSION  what a sink reads and what it shall read may not be compared
            sinks     sinks.delays
                        permission denied for MATERIALIZED VIEW delays
            state     nothing was promoted; green stays up
            next      grant what is missing, then run again; or give up counting:
                      sinks: {<sink>: {cutover: plain, stale: any, missing: any, extra: any}}\
          """);
    }
  }

  @Test
  void an_answer_that_nobody_understands_hides_no_key_that_cannot_be_proved() {
    server.somebodyElse(
        server.catalog().with(keyedSink("u107", "delays")).with(keyedSink("u108", "other")));
    int[] asked = {0};
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("EXPLAIN VALUE SCHEMA") && at == Moment.BEFORE) {
            throw asked[0]++ == 0
                ? refusal("XX000", "upsert key could not be validated as unique", "")
                : refusal("0A000", "EXPLAIN is not for you", "");
          }
        });
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-5262 CONFLICT  a sink's key is not provably unique in green: its ALTER SINK would be refused
            sinks     sink sinks.delays, owner deployer, reads flights.delays, key iata; provable keys: none
            state     nothing was promoted; green stays up
            next      make the key provable, for example by GROUP BY or DISTINCT ON, and run again\
          """);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(
                Phase.PROMOTE,
                "whether its key is provable was not checked: sink sinks.other, owner deployer,"
                    + " reads flights.delays, key iata: EXPLAIN is not for you"));
  }

  @Test
  void an_environment_that_cannot_be_read_is_named() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      server.intercept(
          failing("SET cluster", refusal("42501", "permission denied for CLUSTER compute", "")));
      Green green = run.green();
      fails(
          green::session,
          """
          VG-6111 CONNECTION  a connection to green could not be set up
            cause     ERROR: permission denied for CLUSTER compute
            state     nothing was changed
            next      mend what the cause says, for example a right, and run again\
          """);
    }
  }

  @Test
  void connections_that_are_all_lent_are_waited_for_no_longer_than_a_statement() {
    try (DeploymentRun run =
        open(
            Map.of(
                "verdigris.timeouts.statement", "50ms",
                "verdigris.validation.connections", "1"))) {
      run.init();
      run.run();
      Green green = run.green();
      try (ReadSession lent = green.session()) {
        assertThat(lent).isNotNull();
        fails(
            green::session,
            """
            VG-6112 CONNECTION  the only connection of validations was in use for 50 ms
              state     nothing was sent
              next      raise validation.connections, or run fewer tests at once; close shared snapshots\
            """);
      }
    }
  }

  @Test
  void a_defect_is_an_event_with_the_code_of_defects() {
    server.intercept(
        (sql, at) -> {
          throw new IllegalStateException("boom");
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(run::init);
    }
    assertThat(
            server.events().stream()
                .filter(Event.PhaseFailed.class::isInstance)
                .map(event -> ((Event.PhaseFailed) event).problem().format()))
        .containsExactly(
            """
            VG-1820 INTERNAL  init ended with IllegalStateException
              cause     boom
              state     not known: the catalog tells
              next      run again: it goes on from what the catalog shows; and please report it\
            """);
  }

  /** Between the rehearsal of a swap and the swap. */
  private FakeMaterialize.Interceptor afterTheRehearsal(
      java.util.function.Supplier<Snapshot> change) {
    return (sql, at) -> {
      if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
        server.somebodyElse(change.get());
      }
    };
  }

  /** Nothing listens on port 1. */
  private record Unreachable() implements Server {
    @Override
    public String url() {
      return "jdbc:postgresql://127.0.0.1:1/materialize";
    }

    @Override
    public String description() {
      return "Materialize at 127.0.0.1:1";
    }

    @Override
    public void close() {}
  }
}
