package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentName;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.project.GreenStatement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * pr_17 deploys s1 and s2, and pr_18 deploys s2 and s3 on top of it: what each of them says of
 * itself while the other one goes on, and what it refuses.
 */
class PartialOverlapTests {
  private static final Origin LATER = new Origin("ann", "2026-11-26T09:00:00Z", "beef");
  private static final Scope FIRST = scope("pr_17", "s1", "s2");
  private static final Scope SECOND = scope("pr_18", "s2", "s3");

  private Snapshot now = production();

  @Test
  void a_later_deployment_of_a_part_stands_on_that_part() {
    bothArePromoted();
    assertThat(state(FIRST))
        .isEqualTo(
            new DeploymentState(
                Kind.SUPERSEDED,
                "a later deployment has been promoted on top of schema \"s2\" of it",
                List.of(),
                ""));
    assertThat(state(SECOND).kind()).isEqualTo(Kind.PROMOTED);
    refused(
        () -> RollbackPlanner.plan(at(FIRST)),
        """
        VG-5208 CONFLICT  rollback is not possible: deployment pr_17 is superseded
          reason    a later deployment has been promoted on top of schema "s2" of it
          state     nothing was changed
          next      roll the later deployment back first""");
    refused(
        () -> CleanupPlanner.plan(at(SECOND)),
        """
        VG-5211 CONFLICT  the old environment of deployment pr_17 still stands
          reason    schema "s2" of deployment pr_17 would be dropped, and only its marker tells what is to be cleaned up
          state     nothing was changed
          next      clean deployment pr_17 up first: verdigris cleanup --deployment pr_17""");
  }

  @Test
  void what_a_later_deployments_cleanup_has_dropped_of_it_does_not_make_it_contradictory() {
    bothArePromoted();
    now = CleanupPlanner.plan(at(FIRST)).after(now);
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    assertThat(state(FIRST))
        .isEqualTo(
            new DeploymentState(
                Kind.GONE,
                "it is in production, except schema \"s2\", which a later deployment has replaced",
                List.of(),
                ""));
    assertThat(state(SECOND).kind()).isEqualTo(Kind.GONE);
  }

  @Test
  void the_finished_job_of_the_earlier_one_changes_nothing_when_it_runs_again() {
    bothArePromoted();
    now = CleanupPlanner.plan(at(FIRST)).after(now);
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    assertThat(InitPlanner.plan(at(FIRST), LATER).steps()).isEmpty();
    assertThat(RunPlanner.plan(at(FIRST), models(FIRST, "v1"), Models.DIGEST).steps()).isEmpty();
    assertThat(ValidatePlanner.plan(at(FIRST), Models.VERDICT, 7).steps()).isEmpty();
    assertThat(PromotePlanner.plan(at(FIRST)).steps()).isEmpty();
    assertThat(CleanupPlanner.plan(at(FIRST)).steps()).isEmpty();
    refused(
        () -> RollbackPlanner.plan(at(FIRST)),
        """
        VG-5208 CONFLICT  rollback is not possible: deployment pr_17 is gone
          reason    it is in production, except schema "s2", which a later deployment has replaced
          state     nothing was changed
          next      deploy the former models under a new name""");
  }

  /** The facts of the deployment stood on the schema that was dropped. */
  @Test
  void without_its_facts_what_is_left_of_it_tells_whether_the_models_are_the_same() {
    Scope first = scope("pr_17", "s2", "s1");
    deploy(first, Catalogs.ORIGIN, "v1");
    deploy(SECOND, LATER, "v2");
    now = CleanupPlanner.plan(at(first)).after(now);
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    assertThat(RunPlanner.plan(at(first), models(first, "v1"), Models.DIGEST).steps()).isEmpty();
    refused(
        () -> RunPlanner.plan(at(first), models(first, "v3"), Models.DIGEST),
        """
        VG-5207 CONFLICT  deployment pr_17 is finished (gone)
          reason    the models differ from those that it was promoted with
          state     nothing was changed
          next      choose a new name: -Dverdigris.deployment=...""");
  }

  @Test
  void with_none_of_its_schemas_left_nothing_tells_whether_the_models_are_the_same() {
    Scope first =
        new Scope(new DeploymentName("pr_17"), "materialize", List.of("s2"), List.of("quickstart"));
    deploy(first, Catalogs.ORIGIN, "v1");
    deploy(SECOND, LATER, "v2");
    now = CleanupPlanner.plan(at(first)).after(now);
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    refused(
        () -> RunPlanner.plan(at(first), models(first, "v1"), Models.DIGEST),
        """
        VG-5207 CONFLICT  deployment pr_17 is finished (gone)
          reason    later deployments have replaced all of its schemas, so nothing tells whether the models are those that it was promoted with
          state     nothing was changed
          next      choose a new name: -Dverdigris.deployment=...""");
  }

  /** A cleanup that was killed, and another one that went on above it. */
  @Test
  void a_cleanup_goes_on_where_a_later_one_has_dropped_a_part_meanwhile() {
    bothArePromoted();
    Plan plan = CleanupPlanner.plan(at(FIRST));
    for (Step step : plan.steps()) {
      if (step.sql().equals("DROP SCHEMA \"materialize\".\"pr_17_retired_u201\"")) {
        break;
      }
      now = step.after(now);
    }
    now = CleanupPlanner.plan(at(SECOND)).after(now);
    assertThat(state(FIRST).kind()).isEqualTo(Kind.CLEANING_UP);
    now = CleanupPlanner.plan(at(FIRST)).after(now);
    assertThat(state(FIRST).kind()).isEqualTo(Kind.GONE);
  }

  /** What is below an earlier deployment's marker is no sign of a later one. */
  @Test
  void an_earlier_deployments_marker_does_not_excuse_what_somebody_dropped() {
    bothArePromoted();
    Scope third = scope("pr_19", "s1", "s2");
    Origin last = new Origin("ann", "2026-11-27T09:00:00Z", "f00d");
    build(third, last, "v3");
    now =
        new SwapStep.OfSchemas("materialize", "s1", "s1_pr_19")
            .after(now)
            .withoutSchema("new:s2_pr_19");
    assertThat(state(third).kind()).isEqualTo(Kind.INCONSISTENT);
    assertThat(state(third).reason())
        .isEqualTo("schema \"s1\" is swapped and schema \"s2_pr_19\" is not");
  }

  @Test
  void nobody_swaps_while_sinks_of_another_one_are_on_the_way() {
    build(FIRST, Catalogs.ORIGIN, "v1");
    swapOnly(PromotePlanner.plan(at(FIRST)));
    build(SECOND, LATER, "v2");
    refused(
        () -> PromotePlanner.plan(at(SECOND)),
        """
        VG-5213 CONFLICT  promote of deployment pr_18 has to wait: deployment pr_17 has the same production and is not finished
          other     deployment pr_17, made by deployer at 2026-11-25T13:00:00Z from commit c0ffee
          reason    pr_17 is promoted with sinks pending: it is in production and sinks still read the old one
          sinks     sinks.of s1
                    sinks.of s2
          state     nothing was changed
          next      verdigris promote --deployment pr_17 finishes it, verdigris rollback --deployment pr_17 takes it back; then run again""");
    now = PromotePlanner.plan(at(FIRST)).after(now);
    assertThat(PromotePlanner.plan(at(SECOND)).steps()).isNotEmpty();
  }

  /** Nothing runs on what is deployed with it, and its markers are of two moments. */
  @Test
  void a_deployment_that_was_made_by_two_runs_is_one() {
    Plan init = InitPlanner.plan(at(FIRST), Catalogs.ORIGIN);
    for (Step step : init.steps().subList(0, 2)) {
      now = step.after(now);
    }
    build(FIRST, new Origin("bob", "2026-11-25T14:00:00Z", "c0ffee"), "v1");
    assertThat(at(FIRST).schemas())
        .extracting(unit -> unit.marker().orElseThrow().by())
        .containsExactly("deployer", "bob");
    swapOnly(PromotePlanner.plan(at(FIRST)));
    build(SECOND, LATER, "v2");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> PromotePlanner.plan(at(SECOND)))
        .withMessageContaining("sinks.of s1\n            sinks.of s2");
  }

  @Test
  void nobody_waits_for_what_a_later_one_has_buried() {
    bothArePromoted();
    now =
        new SwapStep.RenameSchema("materialize", "s1_pr_17", "keep_me")
            .after(
                now.with(
                    Catalogs.item("u900", "u12", "late", ObjectKind.SINK, "u3", Set.of("u302"))));
    Scope third = scope("pr_19", "s1");
    build(third, new Origin("ann", "2026-11-27T09:00:00Z", "f00d"), "v3");
    assertThat(state(FIRST).kind()).isEqualTo(Kind.INCONSISTENT);
    assertThat(PromotePlanner.plan(at(third)).steps()).isNotEmpty();
  }

  @Test
  void nobody_swaps_back_while_sinks_of_another_one_are_on_the_way_back() {
    bothArePromoted();
    swapOnly(RollbackPlanner.plan(at(SECOND)));
    refused(
        () -> RollbackPlanner.plan(at(FIRST)),
        """
        VG-5213 CONFLICT  rollback of deployment pr_17 has to wait: deployment pr_18 has the same production and is not finished
          other     deployment pr_18, made by ann at 2026-11-26T09:00:00Z from commit beef
          reason    pr_18 is rolled back: production is as it was before, sinks still read green
          sinks     sinks.of s2
                    sinks.of s3
          state     nothing was changed
          next      verdigris rollback --deployment pr_18 finishes it; then run again""");
    now = RollbackPlanner.plan(at(SECOND)).after(now);
    now = RollbackPlanner.plan(at(FIRST)).after(now);
    assertThat(state(FIRST).kind()).isEqualTo(Kind.ROLLED_BACK);
  }

  private void bothArePromoted() {
    deploy(FIRST, Catalogs.ORIGIN, "v1");
    deploy(SECOND, LATER, "v2");
  }

  private void deploy(Scope scope, Origin origin, String version) {
    build(scope, origin, version);
    now = PromotePlanner.plan(at(scope)).after(now);
  }

  private void build(Scope scope, Origin origin, String version) {
    now = InitPlanner.plan(at(scope), origin).after(now);
    now = RunPlanner.plan(at(scope), models(scope, version), Models.DIGEST).after(now);
    now = ValidatePlanner.plan(at(scope), Models.VERDICT, 7).after(now);
  }

  /** Killed right behind the COMMIT. */
  private void swapOnly(Plan plan) {
    plan.steps().stream().filter(Step::transactional).forEach(step -> now = step.after(now));
  }

  private Situation at(Scope scope) {
    return Situation.of(scope, now);
  }

  private DeploymentState state(Scope scope) {
    return at(scope).state();
  }

  private static void refused(Runnable planner, String message) {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(planner::run)
        .withMessage(message);
  }

  private static Scope scope(String deployment, String... schemas) {
    return new Scope(new DeploymentName(deployment), "materialize", List.of(schemas), List.of());
  }

  /** Three schemas with a relation each on a cluster that is not deployed, and a sink of it. */
  private static Snapshot production() {
    Snapshot production = Catalogs.production();
    for (int i = 1; i <= 3; i++) {
      String relation = "u30" + i;
      production =
          production
              .with(Catalogs.schema("u20" + i, "s" + i))
              .with(
                  Catalogs.item(
                      relation, "u20" + i, "v", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of("u100")))
              .with(
                  Catalogs.item(
                      "u40" + i, "u12", "of s" + i, ObjectKind.SINK, "u3", Set.of(relation)));
    }
    return production;
  }

  private static List<PlannedModel> models(Scope scope, String version) {
    return scope.schemas().stream()
        .map(
            name ->
                new PlannedModel(
                    name,
                    "v",
                    ObjectKind.MATERIALIZED_VIEW,
                    version,
                    Set.of(),
                    List.of(
                        new GreenStatement.Create(
                            "CREATE MATERIALIZED VIEW " + scope.green(name) + ".v AS SELECT 1",
                            "compute",
                            offset -> {
                              throw new UnsupportedOperationException("no file behind " + offset);
                            }))))
        .toList();
  }
}
