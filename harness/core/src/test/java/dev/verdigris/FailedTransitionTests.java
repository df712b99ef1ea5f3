package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.FakeMaterialize.Moment;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said, to the letter, when a sink does not get over its transition. */
class FailedTransitionTests extends DeploymentRunFixture {
  private static final String NOT_READY =
      """
      VG-4430 NOT READY  green of deployment pr_17 was ready and is not any more: 2 objects are pending
        pending   flights_pr_17.delays: hydrating on replica compute_pr_17.r1
                  flights_pr_17.delays_iata_idx: hydrating on replica compute_pr_17.r1
        state     deployment pr_17 is validated (green has been validated and not been promoted, and 1 sink is on its transition, which shows the old version: sinks.delays)
        next      wait until it is ready again, then promote again; the verdict still counts\
      """;

  @BeforeEach
  void reconcile() throws IOException {
    Files.writeString(
        directory.resolve("verdigris.yaml"),
        "sinks: {sinks.delays: reconciled}\n",
        StandardOpenOption.APPEND);
    giveTheSinkAKey();
  }

  @Test
  void nothing_stands_in_the_way_of_a_transition() {
    try (DeploymentRun run = open()) {
      promote(run);
      assertThat(run.state().kind()).isEqualTo(Kind.PROMOTED);
    }
    assertThat(server.sent()).anyMatch(sql -> sql.startsWith("UPDATE "));
  }

  @Test
  void a_sink_that_does_not_come_to_the_transition_keeps_the_swap_from_happening() {
    server.intercept(
        failing("ALTER SINK", refusal("XX000", "upsert key could not be validated as unique", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-4701 NOT READY  1 sink is not where promote needs it
            cause     "materialize"."sinks"."delays": upsert key could not be validated as unique; status running, frontier 1
            state     deployment pr_17 is validated (green has been validated and not been promoted)
            next      run again: it continues with what is left; cleanup brings the sinks back\
          """);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  @Test
  void a_green_that_stops_being_ready_while_sinks_go_onto_the_transition_is_not_promoted() {
    server.intercept(
        (sql, at) -> {
          if (sql.startsWith("ALTER SINK") && at == Moment.AFTER) {
            server.progress().neverHydrate();
          }
        });
    try (DeploymentRun run = open()) {
      fails(() -> promote(run), NOT_READY);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
    assertThat(server.sent()).noneMatch(sql -> sql.contains(" SWAP WITH "));
  }

  @Test
  void a_green_that_stops_being_ready_between_two_attempts_is_not_promoted() {
    server.intercept(
        (sql, at) -> {
          if (sql.equals("COMMIT") && at == Moment.BEFORE) {
            server.progress().neverHydrate();
            server.somebodyElse(server.catalog());
          }
        });
    try (DeploymentRun run = open()) {
      fails(() -> promote(run), NOT_READY);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
    assertThat(server.sent().stream().filter("COMMIT"::equals)).hasSize(1);
  }

  /** Behind the COMMIT, before the switch is turned: the sink would send the old version on. */
  @Test
  void a_marker_that_another_tool_replaces_while_the_sink_is_on_the_transition_is_told() {
    server.intercept(failing("UPDATE ", refusal("XX000", "out of luck", "")));
    try (DeploymentRun run = open()) {
      run.init();
      run.run();
      run.await();
      final Verdict earlier = validate(run);
      Verdict verdict = validate(run, Duration.ofSeconds(2));
      assertThat(refused(() -> run.promote(verdict))).startsWith("VG-7702 UNFINISHED  promoted,");
      server.somebodyElse(
          new Target.OfSchema("materialize", "flights_pr_17_transition")
              .comment(server.catalog(), "ours"));
      server.intercept((sql, at) -> {});
      String marker = "{\"deployment\":\"pr_17\",\"of\":\"flights_pr_17_transition\",";
      assertThat(refused(() -> run.promote(earlier)))
          .as("with a verdict that the gate would not take: that is not what is wrong")
          .startsWith(
              """
              VG-5206 CONFLICT  the catalog does not tell where deployment pr_17 stands
                reason    schema "flights_pr_17_transition" holds the transition of this deployment's sinks and does not carry its marker; read by sinks.delays; its comment is now: ours
                state     nothing was changed
                next      do not drop it; if another tool replaced the comment, write it back: COMMENT ON SCHEMA "materialize"."flights_pr_17_transition" IS 'ours
                          verdigris/1 %s"""
                  .formatted(marker));
    }
  }

  @Test
  void a_key_that_may_not_be_asked_about_is_a_matter_of_permission() {
    server.intercept(
        failing("EXPLAIN VALUE SCHEMA", refusal("42501", "permission denied for SCHEMA", "")));
    try (DeploymentRun run = open()) {
      assertThat(refused(() -> promote(run)))
          .startsWith("VG-6202 PERMISSION  promote lacks a right: permission denied for SCHEMA\n")
          .contains("\n  statement EXPLAIN VALUE SCHEMA FOR CREATE SINK ");
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
  }

  @Test
  void a_key_that_nothing_is_known_of_may_not_be_hidden_by_a_transition() {
    server.intercept(
        failing("EXPLAIN VALUE SCHEMA", refusal("0A000", "EXPLAIN is not for you", "")));
    try (DeploymentRun run = open()) {
      fails(
          () -> promote(run),
          """
          VG-5780 CONFLICT  a sink is to be reconciled, and nothing tells whether its key is provably unique
            sinks     sink sinks.delays, owner deployer, reads flights.delays, key iata: EXPLAIN is not for you
            because   the transition shows one row a key: it would hide rows that share one, and the sink could not leave it
            state     nothing was promoted; green stays up
            next      resolve what the server says and run again; or decide for cutover: plain in verdigris.yaml\
          """);
      assertThat(run.state().kind()).isEqualTo(Kind.VALIDATED);
    }
    assertThat(server.sent()).noneMatch(sql -> sql.contains("_transition"));
  }
}
