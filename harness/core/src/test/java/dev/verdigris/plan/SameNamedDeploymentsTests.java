package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentName;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.project.GreenStatement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two projects deploy to one Materialize, and each of them has a v2: whose sinks keep the first
 * one's v3 from its swap. Each has a schema, a cluster and a sink.
 */
class SameNamedDeploymentsTests {
  private static final Origin FIRST = new Origin("ann", "2026-11-25T13:00:00Z", "c0ffee");
  private static final Origin SECOND = new Origin("ann", "2026-11-25T13:30:00Z", "c0ffee");
  private static final Origin LATER = new Origin("ann", "2026-11-26T09:00:00Z", "beef");

  private static final Scope V2 = scope("v2", "materialize", "airline", "air");
  private static final Scope V3 = scope("v3", "materialize", "airline", "air");
  private static final Scope HOTELS = scope("v2", "materialize", "hotels", "beds");
  private static final Scope STAGING = scope("v2", "staging", "rooms", "air_staging");

  private static final String PENDING =
      """
        VG-5213 CONFLICT  promote of deployment v3 has to wait: deployment v2 has the same production and is not finished
          other     deployment v2, made by ann at 2026-11-25T13:00:00Z from commit c0ffee
          reason    v2 is promoted with sinks pending: it is in production and sinks still read the old one
          sinks     sinks.of airline
          state     nothing was changed
          next      verdigris promote --deployment v2 finishes it, verdigris rollback --deployment v2 takes it back; then run again""";

  private Snapshot now = production();

  static Stream<Scope> others() {
    return Stream.of(HOTELS, STAGING);
  }

  @ParameterizedTest
  @MethodSource("others")
  void a_green_of_another_project_does_not_hide_the_sinks_that_are_on_the_way(Scope other) {
    build(V2, FIRST);
    swapOnly(PromotePlanner.plan(at(V2)));
    build(other, SECOND);
    build(V3, LATER);
    assertThat(at(V2).state().kind()).isEqualTo(Kind.SINKS_PENDING);
    refused(() -> PromotePlanner.plan(at(V3)), PENDING);
    now = PromotePlanner.plan(at(V2)).after(now);
    assertThat(PromotePlanner.plan(at(V3)).steps()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("others")
  void nobody_waits_for_the_sinks_of_another_project(Scope other) {
    build(V2, FIRST);
    now = PromotePlanner.plan(at(V2)).after(now);
    build(other, SECOND);
    swapOnly(PromotePlanner.plan(at(other)));
    build(V3, LATER);
    assertThat(at(V2).state().kind()).isEqualTo(Kind.PROMOTED);
    assertThat(at(other).state().kind()).isEqualTo(Kind.SINKS_PENDING);
    assertThat(PromotePlanner.plan(at(V3)).steps()).isNotEmpty();
  }

  @Test
  void what_two_projects_made_in_the_same_second_is_told_apart_by_what_runs_where() {
    build(V2, FIRST);
    build(HOTELS, FIRST);
    now = PromotePlanner.plan(at(V2)).after(now);
    swapOnly(PromotePlanner.plan(at(HOTELS)));
    build(V3, LATER);
    assertThat(PromotePlanner.plan(at(V3)).steps()).isNotEmpty();
  }

  @Test
  void what_runs_on_the_other_projects_cluster_is_told_apart_by_when_it_was_made() {
    build(V2, FIRST);
    now = PromotePlanner.plan(at(V2)).after(now);
    build(HOTELS, SECOND);
    swapOnly(PromotePlanner.plan(at(HOTELS)));
    build(V3, LATER);
    String guest = now.schemaNamed("hotels").orElseThrow().id();
    String air = now.clusterNamed("air").orElseThrow().id();
    now = now.with(Catalogs.item("u900", guest, "guest", ObjectKind.INDEX, air, Set.of()));
    refused(
        () -> PromotePlanner.plan(at(V3)),
        """
        VG-5205 CONFLICT  cluster "air" runs objects that a swap would move away
          found     index hotels.guest, owner deployer
          state     nothing was changed
          next      move them to a cluster that is not deployed, then run again""");
  }

  static Stream<Function<Snapshot, Snapshot>> losses() {
    return Stream.of(
        before ->
            new ChangeStep.Comment(new Target.OfSchema("materialize", "airline"), "words")
                .after(before),
        before -> new ChangeStep.Comment(new Target.OfCluster("air"), "words").after(before));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void a_lost_marker_does_not_hide_the_sinks_that_are_on_the_way(
      Function<Snapshot, Snapshot> loss) {
    build(V2, FIRST);
    swapOnly(PromotePlanner.plan(at(V2)));
    now = loss.apply(now);
    build(V3, LATER);
    DeploymentState state = at(V2).state();
    assertThat(state.kind()).isEqualTo(Kind.INCONSISTENT);
    refused(
        () -> PromotePlanner.plan(at(V3)),
        """
        VG-5213 CONFLICT  promote of deployment v3 has to wait: deployment v2 has the same production and is not finished
          other     deployment v2, made by ann at 2026-11-25T13:00:00Z from commit c0ffee
          reason    v2 is inconsistent: %s
          sinks     sinks.of airline
          state     nothing was changed
          next      verdigris status --deployment v2 tells how to mend that; finish it or take it back; then run again"""
            .formatted(state.reason()));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void a_lost_marker_of_what_is_finished_keeps_nobody(Function<Snapshot, Snapshot> loss) {
    build(V2, FIRST);
    now = loss.apply(PromotePlanner.plan(at(V2)).after(now));
    build(V3, LATER);
    assertThat(at(V2).state().kind()).isEqualTo(Kind.INCONSISTENT);
    assertThat(PromotePlanner.plan(at(V3)).steps()).isNotEmpty();
  }

  @Test
  void an_old_environment_that_somebody_renamed_does_not_hide_its_sinks() {
    build(V2, FIRST);
    swapOnly(PromotePlanner.plan(at(V2)));
    now = new SwapStep.RenameSchema("materialize", "airline_v2", "keep_me").after(now);
    build(V3, LATER);
    refused(
        () -> PromotePlanner.plan(at(V3)),
        """
        VG-5213 CONFLICT  promote of deployment v3 has to wait: deployment v2 has the same production and is not finished
          other     deployment v2, made by ann at 2026-11-25T13:00:00Z from commit c0ffee
          reason    v2 is inconsistent: the old schema of "airline" is named "keep_me", and Verdigris never gave it that name
          sinks     sinks.of airline
          state     nothing was changed
          next      verdigris status --deployment v2 tells how to mend that; finish it or take it back; then run again""");
  }

  @Test
  void a_lost_marker_does_not_hide_the_sinks_that_are_on_the_way_back() {
    build(V2, FIRST);
    now = PromotePlanner.plan(at(V2)).after(now);
    swapOnly(RollbackPlanner.plan(at(V2)));
    now = new ChangeStep.Comment(new Target.OfCluster("air_v2"), "words").after(now);
    build(V3, LATER);
    refused(
        () -> PromotePlanner.plan(at(V3)),
        """
        VG-5213 CONFLICT  promote of deployment v3 has to wait: deployment v2 has the same production and is not finished
          other     deployment v2, made by ann at 2026-11-25T13:00:00Z from commit c0ffee
          reason    v2 is inconsistent: cluster "air_v2" has no marker, while schema "airline_v2_rolled_back" is marked as this deployment's; it has 1 object, the comment words and the owner deployer
          sinks     sinks.of airline
          state     nothing was changed
          next      verdigris status --deployment v2 tells how to mend that; finish it or take it back; then run again""");
  }

  @Test
  void of_another_databases_schema_nothing_is_expected_here() {
    build(V2, FIRST);
    swapOnly(PromotePlanner.plan(at(V2)));
    Marker marker = Marker.of("v2", "lounge", "u991", "ann", "2026-11-25T13:30:00Z", "");
    now =
        now.with(
            new Schema(
                "u990", "staging", "lounge_v2", "ann", Catalogs.grants(), marker.comment("")));
    build(V3, LATER);
    refused(() -> PromotePlanner.plan(at(V3)), PENDING);
  }

  @Test
  void one_that_deploys_what_two_of_the_name_have_waits_for_each_by_itself() {
    build(V2, FIRST);
    swapOnly(PromotePlanner.plan(at(V2)));
    build(HOTELS, SECOND);
    Scope both =
        new Scope(
            V3.deployment(), "materialize", List.of("airline", "hotels"), List.of("air", "beds"));
    build(both, LATER);
    refused(() -> PromotePlanner.plan(at(both)), PENDING);
    now = PromotePlanner.plan(at(V2)).after(now);
    assertThat(PromotePlanner.plan(at(both)).steps()).isNotEmpty();
  }

  private void build(Scope scope, Origin origin) {
    now = InitPlanner.plan(at(scope), origin).after(now);
    now = RunPlanner.plan(at(scope), models(scope), Models.DIGEST).after(now);
    now = ValidatePlanner.plan(at(scope), Models.VERDICT, 7).after(now);
  }

  /** Killed right behind the COMMIT. */
  private void swapOnly(Plan plan) {
    plan.steps().stream().filter(Step::transactional).forEach(step -> now = step.after(now));
  }

  /** As a session reads it whose database is the project's. */
  private Situation at(Scope scope) {
    now =
        new Snapshot(
            scope.database(),
            now.role(),
            now.roles(),
            now.superuser(),
            now.schemas(),
            now.clusters(),
            now.items(),
            now.defaultPrivileges());
    return Situation.of(scope, now);
  }

  private static void refused(Runnable planner, String message) {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(planner::run)
        .withMessage(message);
  }

  private static Scope scope(String deployment, String database, String schema, String cluster) {
    return new Scope(new DeploymentName(deployment), database, List.of(schema), List.of(cluster));
  }

  private static Snapshot production() {
    return with(with(with(Catalogs.production(), V2, "u50"), HOTELS, "u60"), STAGING, "u70");
  }

  private static Snapshot with(Snapshot before, Scope scope, String id) {
    String schema = scope.schemas().get(0);
    return before
        .with(Catalogs.cluster(id + 1, scope.clusters().get(0)))
        .with(new Schema(id + 2, scope.database(), schema, Catalogs.ROLE, Catalogs.grants(), ""))
        .with(
            Catalogs.item(
                id + 3, id + 2, "v", ObjectKind.MATERIALIZED_VIEW, id + 1, Set.of("u100")))
        .with(Catalogs.item(id + 4, "u12", "of " + schema, ObjectKind.SINK, "u3", Set.of(id + 3)));
  }

  /** One of each schema, on the cluster at its place. */
  private static List<PlannedModel> models(Scope scope) {
    return IntStream.range(0, scope.schemas().size())
        .mapToObj(i -> model(scope, scope.schemas().get(i), scope.clusters().get(i)))
        .toList();
  }

  private static PlannedModel model(Scope scope, String schema, String cluster) {
    return new PlannedModel(
        schema,
        "v",
        ObjectKind.MATERIALIZED_VIEW,
        "v1",
        Set.of(),
        List.of(
            new GreenStatement.Create(
                "CREATE MATERIALIZED VIEW " + scope.green(schema) + ".v AS SELECT 1",
                scope.green(cluster),
                offset -> {
                  throw new UnsupportedOperationException("no file behind " + offset);
                })));
  }
}
