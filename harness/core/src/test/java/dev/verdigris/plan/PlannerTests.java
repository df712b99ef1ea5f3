package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each phase would send, literally. */
class PlannerTests {
  private static final String MARKER =
      "verdigris/1 {\"deployment\":\"pr_17\",\"of\":\"%s\",\"blue\":\"%s\",\"by\":\"deployer\","
          + "\"at\":\"2026-11-25T13:00:00Z\",\"commit\":\"c0ffee\"%s}";

  @Test
  void init_makes_green_and_marks_each_at_once() {
    Plan plan = InitPlanner.plan(situation(production()), Catalogs.ORIGIN);
    String base = BlueDigests.of(production(), "u11").encode(200);

    assertThat(plan.steps())
        .extracting(Step::sql)
        .containsExactly(
            "CREATE SCHEMA \"materialize\".\"flights_pr_17\"",
            "COMMENT ON SCHEMA \"materialize\".\"flights_pr_17\" IS 'the board''s data\n"
                + MARKER.formatted("flights", "u11", ",\"lead\":true,\"base\":\"" + base + "\"")
                + "'",
            "GRANT USAGE ON SCHEMA \"materialize\".\"flights_pr_17\" TO \"dashboard\"",
            "CREATE CLUSTER \"compute_pr_17\" (SIZE = '25cc', REPLICATION FACTOR = 1)",
            "COMMENT ON CLUSTER \"compute_pr_17\" IS '"
                + MARKER.formatted("compute", "u2", "")
                + "'",
            "GRANT USAGE ON CLUSTER \"compute_pr_17\" TO \"dashboard\"");
  }

  @Test
  void an_unmanaged_cluster_is_cloned_with_its_replicas() {
    Snapshot snapshot = production();
    var compute = snapshot.clusterNamed("compute").orElseThrow();
    Snapshot unmanaged =
        snapshot.with(
            new dev.verdigris.catalog.Cluster(
                compute.id(),
                compute.name(),
                compute.owner(),
                compute.grants(),
                "",
                ClusterOptions.unmanaged(),
                List.of(
                    new dev.verdigris.catalog.Replica("u7", "r1", "25cc", ""),
                    new dev.verdigris.catalog.Replica("u8", "R 2", "50cc", "a"))));
    assertThat(InitPlanner.plan(situation(unmanaged), Catalogs.ORIGIN).steps())
        .extracting(Step::sql)
        .contains(
            "CREATE CLUSTER \"compute_pr_17\" REPLICAS (\"r1\" (SIZE = '25cc'),"
                + " \"R 2\" (SIZE = '50cc', AVAILABILITY ZONE = 'a'))");
  }

  @Test
  void run_creates_the_models_with_what_belongs_to_them() {
    Snapshot made = Catalogs.initialized(production());

    Plan plan = RunPlanner.plan(situation(made), Models.all(), Models.DIGEST);

    assertThat(plan.steps())
        .filteredOn(step -> !(step instanceof ChangeStep.Mark))
        .extracting(Step::sql)
        .containsExactly(
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " IN CLUSTER \"compute_pr_17\" AS SELECT 1",
            "CREATE INDEX \"delay_by_airport_idx\" IN CLUSTER \"compute_pr_17\""
                + " ON \"materialize\".\"flights_pr_17\".\"delay_by_airport\" (iata)",
            "COMMENT ON MATERIALIZED VIEW"
                + " \"materialize\".\"flights_pr_17\".\"delay_by_airport\" IS 'average delay'",
            "GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " TO \"dashboard\"",
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"route_traffic\""
                + " IN CLUSTER \"compute_pr_17\" AS SELECT 1",
            "CREATE MATERIALIZED VIEW \"materialize\".\"flights_pr_17\".\"cancellations\""
                + " IN CLUSTER \"compute_pr_17\" AS SELECT 1",
            "COMMENT ON MATERIALIZED VIEW"
                + " \"materialize\".\"flights_pr_17\".\"cancellations\" IS 'per day'",
            "GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"cancellations\""
                + " TO \"dashboard\"",
            "CREATE VIEW \"materialize\".\"flights_pr_17\".\"on_time_board\" AS SELECT 1");
    assertThat(plan.steps().get(0)).isInstanceOf(ChangeStep.Mark.class);
    assertThat(plan.steps().get(plan.steps().size() - 1)).isInstanceOf(ChangeStep.Mark.class);
  }

  @Test
  void promote_prints_as_swaps_and_sinks() {
    Snapshot ready = Catalogs.validated(production());

    assertThat(DryRun.print(PromotePlanner.plan(situation(ready))))
        .isEqualTo(
            """
            DRY RUN promote pr_17
              swap  ALTER SCHEMA "materialize"."flights" SWAP WITH "flights_pr_17"
              swap  ALTER CLUSTER "compute" SWAP WITH "compute_pr_17"
              sink  ALTER SINK "materialize"."sinks"."delays" SET FROM "materialize"."flights"."delay_by_airport"
              Nothing was sent but reads. 2 swaps in one transaction, 1 sink after it.
            """);
  }

  @Test
  void rollback_swaps_and_renames_together_and_brings_the_sinks_back() {
    Snapshot swapped = Catalogs.promoted(production());

    Plan plan = RollbackPlanner.plan(situation(swapped));

    assertThat(plan.steps())
        .extracting(Step::verb)
        .containsExactly("swap", "swap", "rename", "sink");
    assertThat(plan.steps().get(2).sql())
        .isEqualTo(
            "ALTER SCHEMA \"materialize\".\"flights_pr_17\" RENAME TO \"flights_pr_17_rolled_back\"");
    assertThat(plan.summary())
        .isEqualTo("2 swaps and 1 rename in one transaction, 1 sink after it");
    assertThat(plan.steps().get(3))
        .isEqualTo(
            new SinkStep(
                "\"materialize\".\"sinks\".\"delays\"",
                "u107",
                "\"materialize\".\"flights\".\"delay_by_airport\"",
                "new:flights_pr_17.delay_by_airport",
                "u102",
                new SinkStep.Now()));
  }

  @Test
  void cleanup_renames_first_and_drops_object_by_object() {
    Snapshot swapped = Catalogs.promoted(production());

    Plan plan = CleanupPlanner.plan(situation(swapped));

    assertThat(plan.steps())
        .extracting(Step::sql)
        .containsExactly(
            "ALTER SCHEMA \"materialize\".\"flights_pr_17\" RENAME TO \"pr_17_retired_u11\"",
            "ALTER CLUSTER \"compute_pr_17\" RENAME TO \"pr_17_retired_u2\"",
            "DROP VIEW \"materialize\".\"pr_17_retired_u11\".\"on_time_board\"",
            "DROP MATERIALIZED VIEW \"materialize\".\"pr_17_retired_u11\".\"route_traffic\"",
            "DROP MATERIALIZED VIEW \"materialize\".\"pr_17_retired_u11\".\"delay_by_airport\"",
            "DROP CLUSTER \"pr_17_retired_u2\"",
            "DROP SCHEMA \"materialize\".\"pr_17_retired_u11\"");
  }

  @Test
  void a_cleanup_without_promotion_drops_green() {
    Snapshot ready = Catalogs.validated(production());

    Snapshot after = CleanupPlanner.plan(situation(ready)).after(ready);

    assertThat(after).isEqualTo(production());
  }

  @Test
  void a_second_run_of_a_phase_plans_nothing_and_says_so() {
    Snapshot made = Catalogs.initialized(production());
    assertThat(InitPlanner.plan(situation(made), Catalogs.ORIGIN))
        .isEqualTo(
            new Plan(
                dev.verdigris.Phase.INIT,
                Catalogs.SCOPE.deployment(),
                java.util.List.of(),
                java.util.List.of("green exists already")));
    Snapshot built = Catalogs.built(production());
    Plan again = RunPlanner.plan(situation(built), Models.all(), Models.DIGEST);
    assertThat(again.steps()).isEmpty();
    assertThat(again.notes()).containsExactly("green has exactly these models already");
    Snapshot swapped = Catalogs.promoted(production());
    assertThat(PromotePlanner.plan(situation(swapped)).notes())
        .containsExactly("deployment pr_17 is in production already");
    assertThat(RunPlanner.plan(situation(swapped), Models.all(), Models.DIGEST).notes())
        .containsExactly("deployment pr_17 is in production with exactly these models");
    assertThat(InitPlanner.plan(situation(swapped), Catalogs.ORIGIN).notes())
        .containsExactly("deployment pr_17 is in production already");
  }
}
