package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentName;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no sequence of our own steps leaves is told as it is, and nothing is sent. */
class ContradictionTests {
  private static final String GREEN = "flights_pr_17";
  private static final String LOST =
      "verdigris/1 {\"deployment\":\"pr_17\",\"of\":\"flights\",\"blue\":\"u11\",\"by\":\"deployer\","
          + "\"at\":\"2026-11-25T13:00:00Z\",\"commit\":\"c0ffee\"}";
  private static final String NOT_TAKEN =
      "it is not taken for this deployment's: where another tool wrote over a marker, on it or"
          + " behind a swap on production, mz_audit_events tells that; write it back, or choose"
          + " another name: -Dverdigris.deployment=...";

  @Test
  void a_marker_that_is_not_what_we_write() {
    contradicts(
        commented(Catalogs.built(production()), GREEN, "mine\nverdigris/1 {\"deployment\":}"),
        "schema \"flights_pr_17\" has a marker that cannot be read: it is not what Verdigris writes:"
            + " verdigris/1 {\"deployment\":}",
        "if nobody can say what it was, take the line away: COMMENT ON SCHEMA"
            + " \"materialize\".\"flights_pr_17\" IS 'mine'");
  }

  @Test
  void a_marker_of_a_newer_version_on_production() {
    contradicts(
        commented(production(), "flights", "verdigris/12 {\"more\":1}"),
        "schema \"flights\" has a marker that cannot be read: its version is 12, this Verdigris"
            + " knows 1: verdigris/12 {\"more\":1}",
        "run a Verdigris that knows this version; nothing was read from the marker");
  }

  @Test
  void a_comment_that_another_tool_put_over_greens_marker() {
    contradicts(
        commented(Catalogs.validated(production()), GREEN, "by dbt's persist_docs"),
        "schema \"flights_pr_17\" has no marker, while cluster \"compute_pr_17\" is marked as this"
            + " deployment's; it has 5 objects, the comment by dbt's persist_docs and the owner"
            + " deployer",
        "if another tool replaced the comment, write it back, and run builds what is missing:"
            + " COMMENT ON SCHEMA \"materialize\".\"flights_pr_17\" IS 'by dbt''s persist_docs\n"
            + LOST
            + "'");
  }

  @Test
  void writing_the_lost_marker_back_is_enough() {
    Snapshot lost = commented(Catalogs.validated(production()), GREEN, "");
    Snapshot mended = commented(lost, GREEN, LOST);
    assertThat(situation(mended).state().kind()).isEqualTo(Kind.BUILDING);
    Snapshot rebuilt =
        RunPlanner.plan(situation(mended), Models.all(), Models.DIGEST).after(mended);
    assertThat(situation(rebuilt).state().kind()).isEqualTo(Kind.BUILT);
  }

  @Test
  void a_marker_that_production_lost_after_the_swap() {
    contradicts(
        commented(Catalogs.promoted(production()), "flights", "new words"),
        "schema \"flights\" carries no marker of this deployment, cluster \"compute\" is marked as"
            + " this deployment's; its comment is now: new words",
        "if another tool replaced the comment and schema \"flights_pr_17\" is the old environment,"
            + " write it back: COMMENT ON SCHEMA \"materialize\".\"flights\" IS 'new words\n"
            + LOST
            + "'");
  }

  @Test
  void all_markers_lost_to_another_tool() {
    Snapshot lost = commented(Catalogs.validated(production()), GREEN, "");
    lost = new ChangeStep.Comment(new Target.OfCluster("compute_pr_17"), "").after(lost);
    contradicts(
        lost,
        "schema \"flights_pr_17\" has no marker; it has 5 objects and the owner deployer",
        NOT_TAKEN);
  }

  @Test
  void the_only_marker_lost_to_another_tool_after_the_swap() {
    Scope one =
        new Scope(new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of());
    Snapshot swapped =
        new SwapStep.OfSchemas("materialize", "flights", GREEN)
            .after(Catalogs.initialized(production()).withoutCluster("new:compute_pr_17"));
    assertThat(Situation.of(one, swapped).state().kind()).isEqualTo(Kind.PROMOTED);
    assertThat(Situation.of(one, commented(swapped, "flights", "new words")).state())
        .isEqualTo(
            new DeploymentState(
                Kind.INCONSISTENT,
                "schema \"flights_pr_17\" has no marker; it has 4 objects, the comment the board's"
                    + " data and the owner deployer",
                List.of(),
                NOT_TAKEN));
  }

  @Test
  void a_later_marker_that_was_lost_does_not_make_the_earlier_deployment_one_to_drop() {
    Snapshot both = Catalogs.promotedOver(Catalogs.promoted(production()), "pr_18");
    assertThat(situation(both).state().kind()).isEqualTo(Kind.SUPERSEDED);
    String known =
        "schema \"flights_pr_18\" carries the marker of this deployment's schema"
            + " \"flights_pr_17\"; schema \"flights\" carries no marker, and a later deployment's"
            + " may have been overwritten; its comment is now: new words";
    Snapshot lost = commented(both, "flights", "new words");
    Snapshot back =
        commented(
            lost,
            "flights",
            "new words\n" + LOST.replace("pr_17", "pr_18").replace("u11", "new:flights_pr_17"));
    contradicts(
        lost,
        known,
        "if schema \"flights\" is of deployment pr_18, write its marker back: COMMENT ON SCHEMA"
            + " \"materialize\".\"flights\" IS '"
            + back.schemaNamed("flights").orElseThrow().comment()
            + "'");
    assertThat(situation(back).state().kind()).isEqualTo(Kind.SUPERSEDED);
    contradicts(
        new ChangeStep.Comment(new Target.OfCluster("compute"), "").after(lost),
        known,
        "find out which deployment was promoted over this one (mz_audit_events tells the swap and"
            + " the comment) and write its marker back, as the last line of the comment");
  }

  @Test
  void a_marker_that_was_lost_in_between_is_told_where_it_was() {
    Snapshot three =
        Catalogs.promotedOver(
            Catalogs.promotedOver(Catalogs.promoted(production()), "pr_18"), "pr_19");
    assertThat(situation(three).state().kind()).isEqualTo(Kind.SUPERSEDED);
    assertThat(situation(commented(three, "flights_pr_19", "")).state().reason())
        .isEqualTo(
            "schema \"flights_pr_18\" carries the marker of this deployment's schema"
                + " \"flights_pr_17\"; schema \"flights_pr_19\" carries no marker, and a later"
                + " deployment's may have been overwritten");
  }

  @Test
  void a_marker_on_what_it_calls_blue() {
    Marker own = Marker.of("pr_17", "flights", "u11", "ann", "2026-11-25T13:00:00Z", "");
    Snapshot ready = Catalogs.validated(production());
    contradicts(
        commented(ready, "flights", own.comment("the board's data")),
        "schema \"flights\" carries the marker of its own green: a comment was sent while another"
            + " run of this deployment swapped",
        "nothing is lost but the comment that it had before; take the marker away: COMMENT ON"
            + " SCHEMA \"materialize\".\"flights\" IS 'the board''s data'");
  }

  @Test
  void a_misplaced_marker_does_not_hide_where_green_is() {
    Marker own = Marker.of("pr_17", "flights", "u11", "ann", "2026-11-25T13:00:00Z", "");
    Snapshot misplaced =
        commented(Catalogs.validated(production()), "flights", own.comment("the board's data"));
    assertThat(situation(misplaced).schemas().get(0).position()).isEqualTo(Unit.Position.GREEN);
  }

  @Test
  void two_with_the_same_marker() {
    Snapshot ready = Catalogs.validated(production());
    String comment = ready.schemaNamed(GREEN).orElseThrow().comment();
    contradicts(
        ready.with(Catalogs.schema("u70", "copy", comment)),
        "schema \"copy\" (u70) and schema \"flights_pr_17\" (new:flights_pr_17) carry the same"
            + " marker, of the green of \"flights\"",
        "find out which of them is this deployment's and take the last line of the other's comment"
            + " away");
  }

  @Test
  void a_marked_schema_that_the_configuration_does_not_name() {
    Snapshot ready = Catalogs.validated(production());
    Scope smaller =
        new Scope(new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of());
    Scope other =
        new Scope(
            new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of("quickstart"));
    assertThat(Situation.of(smaller, ready).state().reason())
        .isEqualTo(
            "cluster \"compute_pr_17\" is marked as the green of \"compute\", which is not in the"
                + " configuration");
    assertThat(Situation.of(other, ready).state())
        .isEqualTo(
            new DeploymentState(
                Kind.INCONSISTENT,
                "cluster \"compute_pr_17\" is marked as the green of \"compute\", which is not in"
                    + " the configuration",
                List.of(),
                "put \"compute\" back into verdigris.yaml; what is deployed together is promoted,"
                    + " rolled back and cleaned up together"));
  }

  @Test
  void a_green_that_somebody_renamed() {
    contradicts(
        new SwapStep.RenameSchema("materialize", GREEN, "mine").after(Catalogs.built(production())),
        "schema \"mine\" carries the marker of this deployment's schema \"flights_pr_17\", and"
            + " Verdigris never gave it that name",
        "somebody renamed it: rename it back, or drop it by hand");
  }

  @Test
  void an_old_environment_that_somebody_renamed_is_not_dropped() {
    contradicts(
        new SwapStep.RenameSchema("materialize", GREEN, "keep_me")
            .after(Catalogs.promoted(production())),
        "the old schema of \"flights\" is named \"keep_me\", and Verdigris never gave it that name",
        "rename it back to \"flights_pr_17\" to roll back or clean up, or drop it by hand");
  }

  @Test
  void half_a_swap() {
    contradicts(
        new SwapStep.OfClusters("compute", "compute_pr_17").after(Catalogs.validated(production())),
        "cluster \"compute\" is swapped and schema \"flights_pr_17\" is not",
        "Verdigris moves them together, so somebody moved one by hand: swap or rename it so that"
            + " they are together again");
  }

  static Stream<Function<Situation, Plan>> planners() {
    return Stream.of(
        at -> InitPlanner.plan(at, Catalogs.ORIGIN),
        at -> RunPlanner.plan(at, Models.all(), Models.DIGEST),
        at -> ValidatePlanner.plan(at, Models.VERDICT, 7),
        PromotePlanner::plan,
        RollbackPlanner::plan,
        CleanupPlanner::plan);
  }

  @ParameterizedTest
  @MethodSource("planners")
  void no_planner_goes_on_from_there(Function<Situation, Plan> planner) {
    Snapshot lost = commented(Catalogs.promoted(production()), "flights", "new words");
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> planner.apply(situation(lost)))
        .withMessageStartingWith(
            "VG-5206 CONFLICT  the catalog does not tell where deployment pr_17 stands\n"
                + "  reason    schema \"flights\" carries no marker of this deployment");
  }

  private static void contradicts(Snapshot snapshot, String reason, String remedy) {
    assertThat(situation(snapshot).state())
        .isEqualTo(new DeploymentState(Kind.INCONSISTENT, reason, List.of(), remedy));
  }

  private static Snapshot commented(Snapshot snapshot, String schema, String comment) {
    return new ChangeStep.Comment(new Target.OfSchema("materialize", schema), comment)
        .after(snapshot);
  }
}
