package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.DeploymentState.Kind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A whole deployment: all of its way, once more, in a dry run, and what its two sides are called.
 */
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
