package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentName;
import dev.verdigris.Phase;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.preflight.Preflight;
import dev.verdigris.project.GreenStatement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * pr_16 is in production and kept its old environment, and pr_17 is built on it. The promotion of
 * pr_17 ends before its swap, with production's sinks on its transition: what it says of itself,
 * and what the others refuse meanwhile.
 */
class OthersTransitionTests {
  private static final SinkWays WAYS =
      SinkWays.NONE.withDecisions(
          new SinkDecisions(
              Map.of(
                  "sinks.delays", SinkDecision.reconciled(),
                  "sinks.debezium", SinkDecision.reconciled())));
  private static final Scope FIRST = scope("pr_16", "flights", "compute");
  private static final Scope SECOND = scope("pr_17", "flights", "compute");
  private static final Scope THIRD = scope("pr_18", "flights", "compute");
  private static final Scope APART = scope("pr_19", "raw2", "other");
  private static final Origin LATER = new Origin("ann", "2026-11-26T09:00:00Z", "beef");

  private Snapshot now =
      Catalogs.withKeyedSinks()
          .with(Catalogs.schema("u13", "raw2"))
          .with(Catalogs.cluster("u4", "other"));

  @BeforeEach
  void the_first_is_in_production_and_the_others_are_built_on_it() {
    build(FIRST);
    now = PromotePlanner.plan(at(FIRST), WAYS).after(now);
    build(SECOND);
    build(THIRD);
    build(APART);
    assertThat(at(FIRST).state().kind()).isEqualTo(Kind.PROMOTED);
  }

  @Test
  void nobody_swaps_back_under_the_transition_of_another_one() {
    promotionIsKilled("sink sinks.delays");
    refused(
        () -> RollbackPlanner.plan(at(FIRST), WAYS),
        """
        VG-5213 CONFLICT  rollback of deployment pr_16 has to wait: deployment pr_17 has the same production and is not finished
          other     deployment pr_17, made by ann at 2026-11-26T09:00:00Z from commit beef
          reason    pr_17 is validated: green has been validated and not been promoted, and 2 sinks are on its transition, which shows the old version: sinks.debezium, sinks.delays
          state     nothing was changed
          next      verdigris promote --deployment pr_17 finishes it, verdigris cleanup --deployment pr_17 brings its sinks back and drops its green; then run again""");
  }

  @Test
  void nobody_swaps_over_the_transition_of_another_one_whatever_is_accepted() {
    promotionIsKilled("sink sinks.debezium");
    refused(
        () -> PromotePlanner.plan(at(THIRD), WAYS),
        """
        VG-5213 CONFLICT  promote of deployment pr_18 has to wait: deployment pr_17 has the same production and is not finished
          other     deployment pr_17, made by ann at 2026-11-26T09:00:00Z from commit beef
          reason    pr_17 is validated: green has been validated and not been promoted, and 1 sink is on its transition, which shows the old version: sinks.debezium
          state     nothing was changed
          next      verdigris promote --deployment pr_17 finishes it, verdigris cleanup --deployment pr_17 brings its sinks back and drops its green; then run again""");
    assertThat(Preflight.applies(Phase.PROMOTE, at(THIRD)))
        .as("asked for readers of production, of which the transition is one")
        .isFalse();
  }

  @Test
  void the_deployment_itself_goes_on_and_so_does_one_of_other_schemas() {
    promotionIsKilled("sink sinks.delays");
    assertThat(Preflight.applies(Phase.PROMOTE, at(SECOND))).isTrue();
    assertThat(Preflight.applies(Phase.PROMOTE, at(APART))).isTrue();
    Snapshot apart = PromotePlanner.plan(at(APART), WAYS).after(now);
    assertThat(Situation.of(APART, apart).state().kind()).isEqualTo(Kind.PROMOTED);
    assertThat(RollbackPlanner.plan(Situation.of(APART, apart), WAYS).steps()).isNotEmpty();
    now = PromotePlanner.plan(at(SECOND), WAYS).after(now);
    assertThat(at(SECOND).state().kind()).isEqualTo(Kind.PROMOTED);
    now = RollbackPlanner.plan(at(SECOND), WAYS).after(now);
    now = RollbackPlanner.plan(at(FIRST), WAYS).after(now);
    assertThat(sinksRead()).containsOnly(Set.of("u102", "u106"));
  }

  @Test
  void a_transition_over_what_only_the_other_one_has_keeps_nobody_waiting() {
    Scope wide =
        new Scope(
            new DeploymentName("pr_20"),
            "materialize",
            List.of("flights", "raw2"),
            List.of("compute", "other"));
    Set<String> before = Set.copyOf(sinksRead().get(0));
    build(wide);
    promotionIsKilled(wide, "sink sinks.delays");
    now = PromotePlanner.plan(at(APART), WAYS).after(now);
    assertThat(at(APART).state().kind()).isEqualTo(Kind.PROMOTED);
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> PromotePlanner.plan(at(wide), WAYS))
        .withMessageStartingWith("VG-5203 CONFLICT  production's schema \"raw2\" is another one");
    now = CleanupPlanner.plan(at(wide)).after(now);
    assertThat(sinksRead()).containsOnly(before);
  }

  @Test
  void once_a_cleanup_has_brought_the_sinks_back_the_others_go_on() {
    Set<String> before = Set.copyOf(sinksRead().get(0));
    promotionIsKilled("sink sinks.delays");
    assertThat(sinksRead()).doesNotContain(before, org.assertj.core.data.Index.atIndex(0));
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    assertThat(sinksRead()).containsOnly(before);
    Snapshot over = PromotePlanner.plan(at(THIRD), WAYS).after(now);
    assertThat(Situation.of(THIRD, over).state().kind()).isEqualTo(Kind.PROMOTED);
    now = RollbackPlanner.plan(at(FIRST), WAYS).after(now);
    assertThat(sinksRead()).containsOnly(Set.of("u102", "u106"));
  }

  /** While no sink is on it, it keeps nobody from going on. */
  @Test
  void a_transition_without_sinks_is_only_left_behind() {
    promotionIsKilled("create");
    assertThat(Transition.of(at(SECOND))).isPresent();
    assertThat(at(SECOND).state().reason())
        .isEqualTo("green has been validated and not been promoted");
    now = RollbackPlanner.plan(at(FIRST), WAYS).after(now);
    assertThat(sinksRead()).containsOnly(Set.of("u102", "u106"));
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    assertThat(at(SECOND).state().kind()).isEqualTo(Kind.ABSENT);
  }

  /** Of two that have each taken a sink, none can finish before the other one gives it back. */
  @Test
  void two_that_have_each_taken_a_sink_are_told_the_way_out() {
    Snapshot start = now;
    promotionIsKilled("sink sinks.debezium");
    Snapshot one = now;
    now = start;
    SinkWays other =
        SinkWays.NONE.withDecisions(
            new SinkDecisions(Map.of("sinks.delays", SinkDecision.reconciled())));
    // Planned before the first one's sink was moved, and killed behind its own.
    Plan late = PromotePlanner.plan(at(THIRD), other);
    now = one;
    for (Step step : late.steps()) {
      if (step.transactional()) {
        break;
      }
      now = step.after(now);
    }
    refused(
        () -> PromotePlanner.plan(at(SECOND), WAYS),
        """
        VG-5213 CONFLICT  promote of deployment pr_17 has to wait: deployment pr_18 has the same production and is not finished
          other     deployment pr_18, made by ann at 2026-11-26T09:00:00Z from commit beef
          reason    pr_18 is validated: green has been validated and not been promoted, and 1 sink is on its transition, which shows the old version: sinks.delays
          state     nothing was changed
          next      verdigris cleanup --deployment pr_18 brings its sinks back and drops its green; then run again""");
    now = CleanupPlanner.plan(at(THIRD)).after(now);
    now = PromotePlanner.plan(at(SECOND), WAYS).after(now);
    assertThat(at(SECOND).state().kind()).isEqualTo(Kind.PROMOTED);
  }

  /** As versions before left it: names swapped back under the sinks. */
  @Test
  void what_was_swapped_back_under_a_transition_is_told_by_a_rollback_and_a_cleanup() {
    promotionIsKilled("sink sinks.delays");
    for (Step step : PromotePlanner.Swaps.back(FIRST)) {
      now = step.after(now);
    }
    assertThat(at(FIRST).state().kind()).isEqualTo(Kind.ROLLED_BACK);
    now = RollbackPlanner.plan(at(FIRST), WAYS).after(now);
    assertThat(now.item("u109").orElseThrow().dependsOn()).contains("u102");
    String wait =
        """
        VG-5213 CONFLICT  %s of deployment pr_16 has to wait: deployment pr_17 has the same production and is not finished
          other     deployment pr_17, made by ann at 2026-11-26T09:00:00Z from commit beef
          reason    pr_17 is validated: green has been validated and not been promoted, and 2 sinks are on its transition, which shows the old version: sinks.debezium, sinks.delays
          state     nothing was changed
          next      verdigris cleanup --deployment pr_17 brings its sinks back and drops its green; then run again""";
    refused(() -> RollbackPlanner.plan(at(FIRST), WAYS), wait.formatted("rollback"));
    refused(() -> CleanupPlanner.plan(at(FIRST)), wait.formatted("cleanup"));
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    now = RollbackPlanner.plan(at(FIRST), WAYS).after(now);
    assertThat(sinksRead()).containsOnly(Set.of("u102", "u106"));
    now = CleanupPlanner.plan(at(FIRST)).after(now);
    assertThat(at(FIRST).state().kind()).isEqualTo(Kind.ABSENT);
  }

  @Test
  void a_green_that_is_not_complete_any_more_tells_of_its_sinks_too() {
    promotionIsKilled("sink sinks.delays");
    Snapshot unvalidated =
        Markers.changeFacts(at(SECOND), marker -> marker.withBuilt(marker.built()))
            .orElseThrow()
            .after(now);
    assertThat(Situation.of(SECOND, unvalidated).state())
        .isEqualTo(
            new DeploymentState(
                Kind.BUILT,
                "every model was created in green, and 2 sinks are on its transition, which shows"
                    + " the old version: sinks.debezium, sinks.delays",
                List.of(),
                ""));
    now = unvalidated;
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> RollbackPlanner.plan(at(FIRST), WAYS))
        .withMessageContaining(
            "  next      verdigris cleanup --deployment pr_17 brings its sinks back and drops its"
                + " green; then run again");
  }

  @Test
  void nobody_swaps_under_a_transition_whose_marker_was_replaced() {
    promotionIsKilled("sink sinks.delays");
    now =
        new Target.OfSchema("materialize", "flights_pr_17_transition").comment(now, "by a catalog");
    assertThat(at(SECOND).state().kind()).isEqualTo(Kind.INCONSISTENT);
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> RollbackPlanner.plan(at(FIRST), WAYS))
        .withMessageStartingWith("VG-5213 CONFLICT  rollback of deployment pr_16 has to wait:")
        .withMessageContaining("reason    pr_17 is inconsistent: schema")
        .withMessageContaining("read by sinks.debezium, sinks.delays; its comment is now:")
        .withMessageContaining(
            "  next      verdigris status --deployment pr_17 tells how to mend that; finish it or take"
                + " it back; then run again");
  }

  /** Behind the last step whose verb and name begin so, before the swap. */
  private void promotionIsKilled(String behind) {
    promotionIsKilled(SECOND, behind);
  }

  private void promotionIsKilled(Scope scope, String behind) {
    List<Step> steps =
        PromotePlanner.plan(at(scope), WAYS).steps().stream()
            .takeWhile(step -> !step.transactional())
            .toList();
    int end = 0;
    for (int i = 0; i < steps.size(); i++) {
      String plain = steps.get(i).sql().replace("\"", "").replace("materialize.", "");
      String what = steps.get(i).verb() + plain.replace("ALTER SINK", "");
      end = what.startsWith(behind) ? i + 1 : end;
    }
    assertThat(end).as(behind).isPositive();
    for (Step step : steps.subList(0, end)) {
      now = step.after(now);
    }
    assertThat(at(scope).state().kind()).isEqualTo(Kind.VALIDATED);
  }

  private List<Set<String>> sinksRead() {
    return List.of("u108", "u107", "u109").stream()
        .map(id -> now.item(id).orElseThrow().dependsOn())
        .toList();
  }

  private void build(Scope scope) {
    now = InitPlanner.plan(at(scope), LATER).after(now);
    now = RunPlanner.plan(at(scope), models(scope), Models.DIGEST).after(now);
    now = ValidatePlanner.plan(at(scope), Models.VERDICT, 7).after(now);
  }

  private Situation at(Scope scope) {
    return Situation.of(scope, now);
  }

  private static void refused(Runnable planner, String message) {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(planner::run)
        .withMessage(message);
  }

  private static Scope scope(String deployment, String schema, String cluster) {
    return new Scope(
        new DeploymentName(deployment), "materialize", List.of(schema), List.of(cluster));
  }

  private static List<PlannedModel> models(Scope scope) {
    return scope.schemas().stream()
        .map(
            schema ->
                new PlannedModel(
                    schema,
                    "delay_by_airport",
                    ObjectKind.MATERIALIZED_VIEW,
                    scope.deployment().value(),
                    Set.of(),
                    List.of(
                        new GreenStatement.Create(
                            "CREATE MATERIALIZED VIEW "
                                + scope.green(schema)
                                + ".delay_by_airport AS SELECT 1",
                            scope.green(scope.clusters().get(0)),
                            offset -> {
                              throw new UnsupportedOperationException("no file behind " + offset);
                            }))))
        .toList();
  }
}
