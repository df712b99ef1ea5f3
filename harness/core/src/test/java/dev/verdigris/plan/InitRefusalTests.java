package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static dev.verdigris.plan.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an init refuses, word for word, for what production holds and which names are taken. */
class InitRefusalTests {

  @Test
  void an_unknown_schema_is_refused_with_the_nearest() {
    Scope scope =
        new Scope(
            new DeploymentName("pr_17"), "materialize", List.of("flihgts"), List.of("compute"));
    refused(
        () -> InitPlanner.plan(Situation.of(scope, production()), Catalogs.ORIGIN),
        """
        VG-2201 CONFIGURATION  there is no schema "flihgts" in database "materialize"
          nearest   did you mean "flights"?
          state     nothing was changed
          next      correct verdigris.yaml, or let a first deployment make it: create: true""");
  }

  @Test
  void an_unknown_cluster_is_refused() {
    Scope scope =
        new Scope(
            new DeploymentName("pr_17"), "materialize", List.of("flights"), List.of("nothing"));
    refused(
        () -> InitPlanner.plan(Situation.of(scope, production()), Catalogs.ORIGIN),
        """
        VG-2201 CONFIGURATION  there is no cluster "nothing"
          state     nothing was changed
          next      correct verdigris.yaml, or let a first deployment make it: create: true""");
  }

  @Test
  void a_name_of_more_than_255_bytes_is_refused() {
    String longName = "é".repeat(126);
    Scope scope =
        new Scope(new DeploymentName("pr_17"), "materialize", List.of(longName), List.of());
    Snapshot snapshot = production().with(Catalogs.schema("u50", longName));
    refused(
        () -> InitPlanner.plan(Situation.of(scope, snapshot), Catalogs.ORIGIN),
        "VG-2202 CONFIGURATION  the longest name of the green of schema \""
            + longName
            + "\" would have 270 bytes, 255 are allowed\n  name      "
            + longName
            + "_pr_17_rolled_back\n"
            + """
              state     nothing was changed
              next      choose a shorter name: -Dverdigris.deployment=..."""
                .indent(2)
                .stripTrailing());
  }

  @Test
  void a_comment_without_room_for_the_marker_is_refused() {
    Snapshot snapshot = production().with(Catalogs.schema("u11", "flights", "x".repeat(900)));
    refused(
        () -> InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN),
        """
        VG-2203 CONFIGURATION  the comment of schema "flights" with our marker would have 1053 bytes, 1024 are allowed
          state     nothing was changed
          next      shorten the comment by 29 bytes\
        """);
  }

  @Test
  void a_sink_in_a_deployed_schema_is_refused_with_its_owner() {
    Snapshot snapshot =
        production()
            .with(Catalogs.item("u200", "u11", "k", ObjectKind.SINK, "u3", Set.of("u102")))
            .with(Catalogs.item("u201", "u11", "t", ObjectKind.TABLE, "", Set.of()));
    refused(
        () -> InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN),
        """
        VG-5204 CONFLICT  schema "flights" holds objects that a swap would move away
          found     sink flights.k, owner deployer
                    table flights.t, owner deployer
          state     nothing was changed
          next      move them to a schema that is not deployed, then run again""");
  }

  @Test
  void objects_of_others_on_a_deployed_cluster_are_refused_with_their_owner() {
    Snapshot snapshot =
        production()
            .with(Catalogs.item("u200", "u12", "k", ObjectKind.SINK, "u2", Set.of("u102")))
            .with(
                Catalogs.item("u201", "u10", "ix", ObjectKind.INDEX, "u2", Set.of("u100"))
                    .withOwner("ann"));
    refused(
        () -> InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN),
        """
        VG-5205 CONFLICT  cluster "compute" runs objects that a swap would move away
          found     index raw.ix, owner ann
                    sink sinks.k, owner deployer
          state     nothing was changed
          next      move them to a cluster that is not deployed, then run again""");
  }

  @Test
  void greens_name_taken_by_another_deployment_is_refused() {
    Marker other = Marker.of("b_pr_17", "flights", "u9", "ann", "2026-11-24T10:00:00Z", "");
    Snapshot snapshot =
        production().with(Catalogs.schema("u50", "flights_pr_17", other.comment("")));
    refused(
        () -> InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN),
        """
        VG-5202 CONFLICT  schema "flights_pr_17" belongs to another deployment
          found     marker of deployment b_pr_17 as the green of "flights", made by ann at 2026-11-24T10:00:00Z
          state     nothing was changed
          next      choose another name: -Dverdigris.deployment=...""");
  }

  @Test
  void greens_name_taken_by_somebody_is_refused() {
    Snapshot snapshot =
        production()
            .with(Catalogs.schema("u50", "flights_pr_17", "mine"))
            .with(Catalogs.item("u51", "u50", "v", ObjectKind.VIEW, "", Set.of()));
    refused(
        () -> InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN),
        """
        VG-5201 CONFLICT  schema "flights_pr_17" exists and is not this deployment's
          owner     deployer
          found     view flights_pr_17.v, owner deployer
                    comment: mine
          state     nothing was changed
          next      choose another name: -Dverdigris.deployment=...; where it is this deployment's and a marker was overwritten, docs/rollback.md tells how to write it back""");
  }

  @Test
  void an_unmarked_empty_green_of_our_role_is_ours() {
    Snapshot snapshot = production().with(Catalogs.schema("u50", "flights_pr_17"));

    Plan plan = InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN);

    assertThat(plan.steps().get(0)).isInstanceOf(ChangeStep.Mark.class);
    assertThat(plan.notes())
        .containsExactly(
            "schema \"flights_pr_17\" is empty, unmarked and ours: an earlier init was cut short");
  }

  @Test
  void a_marker_that_cannot_be_read_is_reported_and_never_guessed() {
    Snapshot snapshot =
        production().with(Catalogs.schema("u50", "flights_pr_17", "verdigris/2 {\"a\":1}"));
    refused(
        () -> InitPlanner.plan(situation(snapshot), Catalogs.ORIGIN),
        """
        VG-5206 CONFLICT  the catalog does not tell where deployment pr_17 stands
          reason    schema "flights_pr_17" has a marker that cannot be read: its version is 2, this Verdigris knows 1: verdigris/2 {"a":1}
          state     nothing was changed
          next      run a Verdigris that knows this version; nothing was read from the marker""");
  }
}
