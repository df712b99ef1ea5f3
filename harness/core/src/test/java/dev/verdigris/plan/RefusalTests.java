package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static dev.verdigris.plan.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentName;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the phases after init refuse, word for word, for where a deployment stands and who reads it.
 */
class RefusalTests {

  @Test
  void half_a_swap_is_no_state_of_ours() {
    Snapshot ready = Catalogs.validated(production());
    Snapshot half = new SwapStep.OfSchemas("materialize", "flights", "flights_pr_17").after(ready);
    DeploymentState state = situation(half).state();
    assertThat(state.kind()).isEqualTo(Kind.INCONSISTENT);
    assertThat(state.reason())
        .isEqualTo("schema \"flights\" is swapped and cluster \"compute_pr_17\" is not");
  }

  @Test
  void a_production_that_was_replaced_meanwhile_is_refused() {
    Snapshot ready = Catalogs.validated(production());
    Snapshot replaced =
        new SwapStep.RenameSchema("materialize", "flights", "away")
            .after(ready)
            .with(Catalogs.schema("u60", "flights"));
    refused(
        () -> PromotePlanner.plan(situation(replaced)),
        """
        VG-5203 CONFLICT  production's schema "flights" is another one than green was made from
          compared  green was made from u11, production is u60
          state     nothing was changed
          next      clean this deployment up (verdigris cleanup) and deploy again under a new name""");
  }

  @Test
  void what_was_not_validated_is_not_promoted() {
    refused(
        () -> PromotePlanner.plan(situation(Catalogs.built(production()))),
        """
        VG-9201 NOTHING VALIDATED  deployment pr_17 is built, not validated
          state     nothing was promoted
          next      validate first: run mvn verify""");
  }

  @Test
  void a_sink_of_an_object_that_green_does_not_have_is_refused() {
    Snapshot ready =
        Catalogs.validated(production())
            .with(Catalogs.item("u200", "u11", "old_only", ObjectKind.VIEW, "", Set.of()))
            .with(Catalogs.item("u201", "u12", "k", ObjectKind.SINK, "u3", Set.of("u200")));
    refused(
        () -> PromotePlanner.plan(situation(ready)),
        """
        VG-5210 CONFLICT  a sink reads an object that green cannot replace
          sinks     sink sinks.k, owner deployer, reads flights.old_only
          state     nothing was promoted; green stays up
          next      add the object to the models, or drop the sink, then run again""");
  }

  @Test
  void a_sink_whose_key_green_does_not_have_is_refused() {
    Snapshot snapshot = production();
    var sink = snapshot.item("u107").orElseThrow();
    Snapshot keyed =
        snapshot.with(
            new dev.verdigris.catalog.Item(
                sink.id(),
                sink.schemaId(),
                sink.name(),
                sink.kind(),
                sink.owner(),
                sink.clusterId(),
                sink.grants(),
                "",
                java.util.Map.of(),
                List.of(),
                "CREATE SINK \"s\" FROM [u102 AS \"a\".\"b\"] INTO KAFKA CONNECTION [u1 AS"
                    + " \"c\"] (TOPIC = 'KEY (x)') KEY (\"iata\", \"day\") FORMAT JSON ENVELOPE"
                    + " UPSERT",
                sink.dependsOn()));
    Snapshot ready = Catalogs.validated(keyed);
    String green = ready.schemaNamed("flights_pr_17").orElseThrow().id();
    var delays = ready.itemNamed(green, "delay_by_airport").orElseThrow();
    Snapshot known =
        ready.with(
            new dev.verdigris.catalog.Item(
                delays.id(),
                delays.schemaId(),
                delays.name(),
                delays.kind(),
                delays.owner(),
                delays.clusterId(),
                delays.grants(),
                delays.comment(),
                java.util.Map.of(),
                List.of(new dev.verdigris.catalog.Column("iata", "text", false)),
                delays.definition(),
                delays.dependsOn()));
    refused(
        () -> PromotePlanner.plan(situation(known)),
        """
        VG-5212 CONFLICT  a sink's key is not among green's columns
          sinks     sink sinks.delays, owner deployer, reads flights.delay_by_airport, key day
          state     nothing was promoted; green stays up
          next      give the model the column back, or drop the sink, then run again""");
    assertThat(PromotePlanner.plan(situation(ready)).steps()).hasSize(3);
  }

  @Test
  void readers_of_the_old_environment_are_refused_at_cleanup() {
    Snapshot ready =
        Catalogs.validated(production())
            .with(Catalogs.item("u200", "u1", "report", ObjectKind.VIEW, "", Set.of("u104")));
    Plan promote = PromotePlanner.plan(situation(ready));
    refused(
        () -> CleanupPlanner.plan(situation(promote.after(ready))),
        """
        VG-5209 CONFLICT  what would be dropped is read from outside of it
          readers   view public.report, owner deployer
          state     nothing was changed
          next      move the readers to production's objects or drop them, then run again""");
  }

  @Test
  void a_reader_of_green_stops_what_it_reads_from_being_created_anew() {
    Snapshot built = Catalogs.built(production());
    String green = built.schemaNamed("flights_pr_17").orElseThrow().id();
    String delays = built.itemNamed(green, "delay_by_airport").orElseThrow().id();
    Snapshot read =
        built.with(Catalogs.item("u200", "u1", "peek", ObjectKind.VIEW, "", Set.of(delays)));
    refused(
        () ->
            RunPlanner.plan(
                situation(read),
                List.of(Models.delayByAirport("v3"), Models.onTimeBoard()),
                "another digest"),
        """
        VG-5209 CONFLICT  what has to be created anew in green is read from outside of it
          readers   view public.peek, owner deployer
          state     nothing was changed
          next      drop the readers, or choose a new name: -Dverdigris.deployment=...""");
  }

  @Test
  void nothing_is_rolled_back_that_was_not_promoted() {
    refused(
        () -> RollbackPlanner.plan(situation(Catalogs.built(production()))),
        """
        VG-5208 CONFLICT  rollback is not possible: deployment pr_17 is built
          reason    every model was created in green
          state     nothing was changed
          next      there is nothing to roll back""");
  }

  @Test
  void nothing_that_was_cleaned_up_is_compared_with_its_verdict() {
    assertThat(PromotePlanner.absent(situation(Catalogs.validated(production())))).isEmpty();
    refused(
        () -> {
          throw PromotePlanner.absent(situation(production())).orElseThrow().exception();
        },
        """
        VG-9201 NOTHING VALIDATED  deployment pr_17 is absent, not validated
          state     nothing was promoted
          next      validate first: run mvn verify""");
  }

  @Test
  void no_models_are_made_where_somebody_dropped_a_cluster_of_green() {
    Snapshot green = Catalogs.initialized(production());
    String dropped =
        green.clusters().values().stream()
            .filter(one -> one.name().equals("compute_pr_17"))
            .findFirst()
            .orElseThrow()
            .id();
    refused(
        () ->
            RunPlanner.plan(
                situation(green.withoutCluster(dropped)),
                List.of(Models.delayByAirport("v1")),
                Models.DIGEST),
        """
        VG-5208 CONFLICT  run is not possible: deployment pr_17 is building
          reason    green exists and its models are not complete
          state     nothing was changed
          next      run init first: schemas or clusters of green are missing""");
  }

  @Test
  void a_deployment_on_top_is_told_and_the_earlier_one_is_cleaned_up_first() {
    Snapshot first = Catalogs.promoted(production());
    Scope later =
        new Scope(
            new DeploymentName("pr_18"), "materialize", List.of("flights"), List.of("compute"));
    Snapshot second = InitPlanner.plan(Situation.of(later, first), Catalogs.ORIGIN).after(first);
    second = RunPlanner.plan(Situation.of(later, second), List.of(), Models.DIGEST).after(second);
    second = ValidatePlanner.plan(Situation.of(later, second), Models.VERDICT, 1).after(second);
    // The sink reads what the second version no longer has.
    second = second.withoutItem("u107");
    Snapshot swapped = PromotePlanner.plan(Situation.of(later, second)).after(second);

    assertThat(situation(swapped).state().kind()).isEqualTo(Kind.SUPERSEDED);
    refused(
        () -> CleanupPlanner.plan(Situation.of(later, swapped)),
        """
        VG-5211 CONFLICT  the old environment of deployment pr_17 still stands
          reason    schema "flights" of deployment pr_17 would be dropped, and only its marker tells what is to be cleaned up
          state     nothing was changed
          next      clean deployment pr_17 up first: verdigris cleanup --deployment pr_17""");
    Snapshot cleaned = CleanupPlanner.plan(situation(swapped)).after(swapped);
    assertThat(CleanupPlanner.plan(Situation.of(later, cleaned)).steps()).isNotEmpty();
    refused(
        () -> InitPlanner.plan(situation(swapped), Catalogs.ORIGIN),
        """
        VG-5208 CONFLICT  init is not possible: deployment pr_17 is superseded
          reason    a later deployment has been promoted on top of it
          state     nothing was changed
          next      choose a new name: -Dverdigris.deployment=...""");
  }
}
