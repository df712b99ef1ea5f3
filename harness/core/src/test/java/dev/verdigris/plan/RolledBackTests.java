package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was rolled back is promoted again by other models only. */
class RolledBackTests {
  private static final List<PlannedModel> OTHERS =
      List.of(Models.delayByAirport("v3"), Models.onTimeBoard());
  private static final String REFUSED =
      """
      VG-5550 CONFLICT  %s is not possible: deployment pr_17 was rolled back
        reason    a rerun of the same models does not promote what was rolled back
        green     stands for a look as schema "flights_pr_17_rolled_back", cluster "compute_pr_17"
        state     nothing was changed
        next      change the models (run makes what changed anew, and validation starts anew), choose another name (-Dverdigris.deployment=...), or clean it up\
      """;

  private final Snapshot back = Catalogs.rolledBack(production());

  @Test
  void the_same_models_again_are_refused_in_every_phase_that_leads_to_a_swap() {
    refused(() -> RunPlanner.plan(situation(back), Models.all(), Models.DIGEST), "run");
    refused(() -> ValidatePlanner.plan(situation(back), Models.VERDICT, 7), "validate");
    refused(() -> PromotePlanner.plan(situation(back)), "promote");
    assertThat(InitPlanner.plan(situation(back), Catalogs.ORIGIN))
        .extracting(Plan::steps, Plan::notes)
        .containsExactly(
            List.of(),
            List.of("deployment pr_17 was rolled back; only other models take it up again"));
  }

  @Test
  void a_rollback_with_sinks_left_is_finished_first() {
    Snapshot swapped = Catalogs.promoted(production());
    Snapshot half = swapped;
    for (Step step : RollbackPlanner.plan(situation(swapped)).steps()) {
      half = step instanceof SinkStep ? half : step.after(half);
    }
    Snapshot cut = half;
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> RunPlanner.plan(situation(cut), OTHERS, "another digest"))
        .withMessageContaining("next      finish the rollback, then run again");
  }

  @Test
  void other_models_get_greens_names_back_without_what_was_built_and_validated() {
    Plan plan = RunPlanner.plan(situation(back), OTHERS, "another digest of it");
    Snapshot taken = plan.steps().get(0).after(back);
    assertThat(situation(taken).facts().orElseThrow().verdict()).isEmpty();
    assertThat(situation(taken).state().kind()).isEqualTo(Kind.ROLLED_BACK);
    assertThat(plan.steps().get(1).sql())
        .isEqualTo(
            "ALTER SCHEMA \"materialize\".\"flights_pr_17_rolled_back\" RENAME TO \"flights_pr_17\"");
    assertThat(situation(plan.after(back)).state().kind()).isEqualTo(Kind.BUILT);
  }

  @Test
  void what_others_made_in_production_since_is_not_moved_away() {
    Snapshot swapped = Catalogs.promoted(production());
    Snapshot table =
        swapped.with(
            Catalogs.item("u300", "new:flights_pr_17", "rates", ObjectKind.TABLE, "", Set.of()));
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> RollbackPlanner.plan(situation(table)))
        .withMessageStartingWith(
            """
            VG-5204 CONFLICT  schema "flights" holds objects that a swap would move away
              found     table flights.rates, owner deployer
            """);
    Snapshot view =
        swapped.with(
            Catalogs.item("u300", "new:flights_pr_17", "rates", ObjectKind.VIEW, "", Set.of()));
    assertThat(RollbackPlanner.plan(situation(view)).notes())
        .contains(
            "production will not have flights.cancellations, flights.rates any more: the old"
                + " environment has no such object");
  }

  @Test
  void a_sink_that_was_made_for_the_deployment_stays_and_is_named() {
    Snapshot swapped = Catalogs.promoted(production());
    // As the server numbers them: green's relation, and behind it a sink of it.
    Snapshot numbered =
        swapped
            .withoutItem("u107")
            .withoutItem("new:flights_pr_17.on_time_board")
            .withoutItem("new:flights_pr_17.delay_by_airport")
            .with(
                Catalogs.item(
                    "u200",
                    "new:flights_pr_17",
                    "delay_by_airport",
                    ObjectKind.MATERIALIZED_VIEW,
                    "new:compute_pr_17",
                    Set.of("u100")))
            .with(Catalogs.item("u199", "u12", "before", ObjectKind.SINK, "u3", Set.of("u200")))
            .with(Catalogs.item("u201", "u12", "behind", ObjectKind.SINK, "u3", Set.of("u200")));
    Plan plan = RollbackPlanner.plan(situation(numbered));
    assertThat(plan.notes())
        .endsWith(
            "sink sinks.behind, owner deployer, reads flights.delay_by_airport, was made for it: it"
                + " stays, and reads the old environment from now on");
    assertThat(plan.steps().stream().filter(SinkStep.class::isInstance)).hasSize(2);
  }

  @Test
  void a_name_that_somebody_took_meanwhile_is_not_guessed_around() {
    Snapshot taken =
        back.with(Catalogs.schema("u90", "flights_pr_17"))
            .with(Catalogs.item("u91", "u90", "v", ObjectKind.VIEW, "", Set.of()));
    assertThat(situation(taken).state().kind()).isEqualTo(Kind.ROLLED_BACK);
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> RunPlanner.plan(situation(taken), OTHERS, "another digest"))
        .withMessageStartingWith(
            "VG-5201 CONFLICT  schema \"flights_pr_17\" exists and is not this deployment's\n");
  }

  @Test
  void renaming_it_back_by_hand_is_a_decision_that_counts() {
    Snapshot decided =
        new SwapStep.RenameSchema("materialize", "flights_pr_17_rolled_back", "flights_pr_17")
            .after(back);
    assertThat(situation(decided).state().kind()).isEqualTo(Kind.VALIDATED);
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable planning, String phase) {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(planning)
        .withMessage(REFUSED.formatted(phase));
  }
}
