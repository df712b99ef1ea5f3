package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.execute.DeadlineException;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Step;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole deployment, and everything that can happen to it on its way. */
class DeploymentRunTests extends DeploymentRunFixture {

  @Test
  void a_deployment_goes_all_the_way_and_back() {
    try (DeploymentRun run = open()) {
      assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
      run.init();
      assertThat(run.state().kind()).isEqualTo(Kind.BUILDING);
      run.run();
      assertThat(run.state().kind()).isEqualTo(Kind.BUILT);
      run.await();
      Verdict verdict = validate(run);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
      run.promote(verdict);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
      run.rollback();
      assertThat(run.state().kind()).isEqualTo(Kind.ROLLED_BACK);
      run.cleanup();
      assertThat(run.state().kind()).isEqualTo(Kind.ABSENT);
    }
    assertThat(server.catalog()).isEqualTo(production());
  }

  @Test
  void a_second_deployment_of_the_same_changes_nothing_and_says_so() {
    try (DeploymentRun run = open()) {
      promote(run);
    }
    int before = server.sent().size();
    try (DeploymentRun run = open()) {
      promote(run);
    }
    assertThat(server.sent().subList(before, server.sent().size()))
        .allMatch(sql -> sql.matches("(?s)(BEGIN|DECLARE |FETCH |SELECT |SET cluster).*"));
    assertThat(
            server.events().stream()
                .filter(event -> event instanceof Event.PhaseDone)
                .map(Event::text)
                .skip(4))
        .containsExactly(
            "deployment pr_17 is in production already",
            "deployment pr_17 is in production with exactly these models",
            "deployment pr_17 is in production already",
            "deployment pr_17 is in production already");
  }

  @Test
  void other_models_need_another_name_once_it_is_promoted() throws IOException {
    try (DeploymentRun run = open()) {
      promote(run);
      write("models/flights/board.sql", "CREATE VIEW board AS SELECT d FROM delays;\n");
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::run)
          .withMessage(
              """
              VG-5207 CONFLICT  deployment pr_17 is finished (promoted)
                reason    the models differ from those that it was promoted with
                state     nothing was changed
                next      choose a new name: -Dverdigris.deployment=...\
              """);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void the_server_may_go_away_at_every_statement(Moment moment) {
    Snapshot end = endOf();
    for (int n = 1; ; n++) {
      renew();
      AtomicInteger writes = new AtomicInteger();
      int failing = n;
      server.intercept(
          (sql, at) -> {
            boolean read = sql.startsWith("WITH ") || sql.startsWith("SELECT ");
            if (at == moment && !read && writes.incrementAndGet() == failing) {
              throw FakeMaterialize.gone();
            }
          });
      boolean reached = true;
      try (DeploymentRun run = open()) {
        promote(run);
        reached = writes.get() >= failing;
      } catch (VerdigrisException e) {
        assertThat(e.problem().code()).as(e.getMessage()).isIn("VG-6201", "VG-7101");
        assertThat(e.getMessage()).contains("\n  state     deployment pr_17 is ");
      }
      server.intercept((sql, at) -> {});
      try (DeploymentRun run = open()) {
        promote(run);
      }
      assertThat(withoutMarkers(server.catalog()))
          .as("gone %s statement %d", moment, n)
          .isEqualTo(withoutMarkers(end));
      if (!reached) {
        assertThat(n).isGreaterThan(15);
        return;
      }
    }
  }

  @Test
  void it_stops_behind_every_step_and_continues() {
    Snapshot end = endOf();
    for (int n = 1; ; n++) {
      renew();
      AtomicInteger steps = new AtomicInteger();
      int stop = n;
      List<DeploymentRun> runs = new ArrayList<>();
      DeploymentListener listener =
          event -> {
            server.on(event);
            if (event instanceof Event.StepDone && steps.incrementAndGet() == stop) {
              runs.get(0).interrupt();
            }
          };
      boolean stopped = false;
      try (DeploymentRun run = DeploymentRun.open(config(), server, listener)) {
        runs.add(run);
        promote(run);
      } catch (VerdigrisException e) {
        stopped = true;
        assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(e.problem().code()).isEqualTo("VG-0101");
        assertThat(e.getMessage()).contains("\n  state     deployment pr_17 is ");
      }
      try (DeploymentRun run = open()) {
        promote(run);
      }
      assertThat(withoutMarkers(server.catalog()))
          .as("stopped behind step %d", n)
          .isEqualTo(withoutMarkers(end));
      if (!stopped) {
        assertThat(n).isGreaterThan(10);
        return;
      }
    }
  }

  @Test
  void the_swap_is_tried_again_after_somebody_elses_ddl() {
    AtomicInteger conflicts = new AtomicInteger();
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.BEFORE && conflicts.incrementAndGet() <= 2) {
            server.somebodyElse(server.catalog());
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(
                Phase.PROMOTE, "another session changed the catalog; attempt 3 of 4 follows"));
  }

  @Test
  void the_swap_gives_up_and_shows_the_audit_log() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.BEFORE) {
            server.somebodyElse(server.catalog());
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessage(
              """
              VG-5303 CONFLICT  other sessions changed the catalog during each of 4 attempts of promote
                cause     ERROR: another session modified the catalog while this DDL transaction was open (40001)
                audit     2026-11-25 13:00  create schema {"name":"other"} by ann
                state     deployment pr_17 is validated (green has been validated and not been promoted)
                next      pause the sessions that change the catalog, or raise promote.retries; run again\
              """);
    }
  }

  @Test
  void what_changed_under_the_plan_is_not_promoted() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
            server.somebodyElse(server.catalog().withoutItem("new:flights_pr_17.board"));
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessageStartingWith(
              """
              VG-5302 CONFLICT  somebody changed what promote was planned with
                changed   green: view board (new:flights_pr_17.board) is gone
              """);
      assertThat(run.state().kind()).isEqualTo(Kind.BUILDING);
    }
  }

  @Test
  void a_reader_that_came_after_preflight_is_refused_as_preflight_refuses_it() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
            server.somebodyElse(
                server
                    .catalog()
                    .with(
                        dev.verdigris.plan.Catalogs.item(
                                "u300", "u10", "daily", ObjectKind.VIEW, "", Set.of("u102"))
                            .withOwner("ann")));
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessageStartingWith("VG-5500 CONFLICT")
          .withMessageContaining("view raw.daily, owner ann: reads flights.delays");
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  @Test
  void ids_that_cannot_be_read_after_the_commit_do_not_keep_the_sinks_waiting() {
    AtomicInteger lost = new AtomicInteger();
    List<String> committed = new ArrayList<>();
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.AFTER) {
            committed.add(sql);
          }
          boolean read = sql.startsWith("WITH scoped_schemas") && !committed.isEmpty();
          if (read && at == Moment.BEFORE && lost.incrementAndGet() <= 2) {
            throw FakeMaterialize.gone();
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(
                Phase.PROMOTE,
                "the COMMIT was answered, and the ids could not be read after it: An I/O error"
                    + " occurred while sending to the backend. (08006)"));
  }

  @Test
  void who_listens_does_not_keep_the_sinks_waiting() {
    DeploymentListener listener =
        event -> {
          server.on(event);
          if (event instanceof Event.StepDone done && done.step().verb().equals("swap")) {
            throw new IllegalStateException("the disk is full");
          }
        };
    try (DeploymentRun run = DeploymentRun.open(config(), server, listener)) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> promote(run))
          .withMessage("the disk is full");
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void a_swap_that_takes_effect_late_is_found_done() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("ROLLBACK") && at == Moment.AFTER) {
            // An earlier run's, which was killed.
            Snapshot late = server.catalog();
            for (Step step : server.swaps()) {
              late = step.after(late);
            }
            server.somebodyElse(late);
            server.intercept((other, moment) -> {});
          }
        });
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.events())
        .contains(
            new Event.Note(Phase.PROMOTE, "an earlier run's COMMIT had taken effect already"));
    assertThat(server.sent()).anyMatch(sql -> sql.startsWith("ALTER SINK "));
  }

  @Test
  void a_sink_that_is_left_is_named_with_the_statement_that_finishes() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("ALTER SINK") && at == Moment.BEFORE) {
            throw new SQLException("ERROR: upsert key could not be validated as unique", "XX000");
          }
        });
    try (DeploymentRun run = open()) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> promote(run))
          .withMessage(
              """
              VG-7101 UNFINISHED  promoted, but 1 sink is not cut over
                cause     "materialize"."sinks"."delays": ERROR: upsert key could not be validated as unique (XX000); status running, frontier 1
                state     deployment pr_17 is promoted with sinks pending (it is in production and sinks still read the old one: sinks.delays)
                next      run again to finish, or send
                          ALTER SINK "materialize"."sinks"."delays" SET FROM "materialize"."flights"."delays";\
              """);
      server.intercept((sql, at) -> {});
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
  }

  @Test
  void a_dry_run_sends_nothing_but_two_reads_and_tells_what_preflight_finds() {
    try (DeploymentRun run = open()) {
      assertThat(run.dryRun(Phase.values()))
          .contains("  note: tells: view flights.board: production does not have it yet [appears]")
          .contains(
              """
              DRY RUN promote pr_17
                swap  ALTER SCHEMA "materialize"."flights" SWAP WITH "flights_pr_17"
                swap  ALTER CLUSTER "compute" SWAP WITH "compute_pr_17"
                sink  ALTER SINK "materialize"."sinks"."delays" SET FROM "materialize"."flights"."delays"
                note: tells: view flights.board: production does not have it yet [appears]
                Nothing was sent but reads. 2 swaps in one transaction, 1 sink after it.
              """);
    }
    assertThat(server.sent()).isEmpty();
    assertThat(server.log()).hasSize(2);
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
  void a_wait_stops_when_it_is_interrupted() {
    List<DeploymentRun> runs = new ArrayList<>();
    DeploymentListener listener =
        event -> {
          server.on(event);
          if (event instanceof Event.Pending) {
            runs.get(0).interrupt();
          }
        };
    try (DeploymentRun run = DeploymentRun.open(config(), server, listener)) {
      runs.add(run);
      run.init();
      run.run();
      server.progress().neverHydrate();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::await)
          .withMessage(
              """
              VG-0101 INTERRUPTED  await of deployment pr_17 was interrupted
                state     deployment pr_17 is built (every model was created in green)
                next      run again: it continues where it stopped\
              """);
    }
  }

  @Test
  void an_engine_that_ends_with_the_interrupted_process_is_an_interruption() {
    List<DeploymentRun> runs = new ArrayList<>();
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("CREATE CLUSTER")) {
            runs.get(0).interrupt();
            server.close();
            throw FakeMaterialize.gone();
          }
        });
    try (DeploymentRun run = open()) {
      runs.add(run);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::init)
          .withMessage(
              """
              VG-0101 INTERRUPTED  init of deployment pr_17 was interrupted
                state     as far as is known: deployment pr_17 is building (green exists and its models are not complete); the server does not answer any more, the catalog tells on the next run
                next      run again: it continues where it stopped\
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
  void a_phase_in_a_dry_run_sends_nothing() throws IOException {
    DeploymentConfig dry =
        DeploymentConfig.load(
            directory.resolve("verdigris.yaml"),
            Settings.none().withOverrides(Map.of("verdigris.dryRun", "true")));
    try (DeploymentRun run = DeploymentRun.open(dry, server, server)) {
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(run::init)
          .withMessage(
              """
              VG-2261 CONFIGURATION  init was called in a dry run
                state     nothing was sent
                next      ask for the dry run's text instead, or leave -Dverdigris.dryRun out\
              """);
    }
    assertThat(server.log()).isEmpty();
  }

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
  void green_and_blue_name_the_same_relations_in_their_own_way() {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      assertThat(run.green().relation("flights.delays").sqlName())
          .isEqualTo("\"materialize\".\"flights_pr_17\".\"delays\"");
      assertThat(run.blue().relation("flights.delays").sqlName())
          .isEqualTo("\"materialize\".\"flights\".\"delays\"");
      assertThat(run.green().cluster("compute")).isEqualTo("compute_pr_17");
      Verdict verdict = validate(run);
      run.promote(verdict);
      assertThat(run.green().relation("flights.delays").sqlName())
          .isEqualTo("\"materialize\".\"flights\".\"delays\"");
      assertThat(run.blue().schema("flights")).isEqualTo("flights_pr_17");
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.green().relation("flights.dleays"))
          .withMessage(
              """
              VG-2241 CONFIGURATION  green has no relation flights.dleays
                relations flights.board, flights.delays
                state     nothing was changed
                next      did you mean flights.delays?\
              """);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.blue().schema("raw"))
          .withMessage(
              """
              VG-2242 CONFIGURATION  blue has no schema raw
                schemas   flights
                state     nothing was changed
                next      use one of the schemas of verdigris.yaml\
              """);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.green().cluster("sinks"))
          .withMessage(
              """
              VG-2243 CONFIGURATION  green has no cluster sinks
                clusters  compute
                state     nothing was changed
                next      use one of the clusters of verdigris.yaml\
              """);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.green().sink("sinks.delay"))
          .withMessage(
              """
              VG-2244 CONFIGURATION  no sink sinks.delay reads the deployment
                sinks     sinks.delays
                state     nothing was changed
                next      did you mean sinks.delays?\
              """);
    }
  }

  @Test
  void a_verdict_about_another_green_does_not_promote() throws IOException {
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      Verdict first = validate(run);
      write("models/flights/board.sql", "CREATE VIEW board AS SELECT d FROM delays;\n");
      run.run();
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(first))
          .withMessageStartingWith(
              "VG-5312 CONFLICT  green or blue of deployment pr_17 is no longer what was"
                  + " validated\n");
      validate(run);
      assertThatExceptionOfType(VerdigrisException.class)
          .isThrownBy(() -> run.promote(first))
          .withMessageStartingWith("VG-5312 CONFLICT");
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }
}
