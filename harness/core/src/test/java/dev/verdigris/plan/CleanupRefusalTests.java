package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static dev.verdigris.plan.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.catalog.Subscriber;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What keeps a cleanup from dropping: a drop ends subscriptions without a word before. */
class CleanupRefusalTests {
  private static final Subscriber OLD =
      new Subscriber("board", "2026-11-25 13:00:00+00", "u77", Set.of("u102", "u104"));

  private final Snapshot swapped = Catalogs.promoted(production());

  @Test
  void the_old_environment_stands_while_somebody_subscribes_to_it() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> CleanupPlanner.plan(situation(swapped), List.of(OLD)))
        .withMessage(
            """
            VG-5553 CONFLICT  somebody subscribes to what would be dropped
              readers   board since 2026-11-25 13:00:00+00: flights_pr_17.delay_by_airport
                        board since 2026-11-25 13:00:00+00: flights_pr_17.route_traffic
              state     nothing was changed
              next      let them subscribe anew, to production's objects and on its clusters, or end their sessions; then run again\
            """);
  }

  @Test
  void the_old_cluster_stands_while_somebody_subscribes_on_it_to_whatever() {
    String cluster = swapped.clusterNamed("compute_pr_17").orElseThrow().id();
    Subscriber raw = new Subscriber("board", "2026-11-25 13:00:00+00", cluster, Set.of("u100"));
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> CleanupPlanner.plan(situation(swapped), List.of(raw)))
        .withMessage(
            """
            VG-5553 CONFLICT  somebody subscribes to what would be dropped
              readers   board since 2026-11-25 13:00:00+00: on cluster compute_pr_17
              state     nothing was changed
              next      let them subscribe anew, to production's objects and on its clusters, or end their sessions; then run again\
            """);
    Snapshot begun = begun();
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> CleanupPlanner.plan(situation(begun), List.of(raw)))
        .withMessageContaining(": on cluster pr_17_retired_" + cluster + "\n");
  }

  @Test
  void a_cleanup_that_was_begun_waits_for_them_too() {
    Snapshot cut = begun();
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> CleanupPlanner.plan(situation(cut), List.of(OLD)))
        .withMessageStartingWith("VG-5553 CONFLICT");
  }

  @Test
  void whoever_reads_production_or_something_else_is_left_alone() {
    Subscriber other =
        new Subscriber(
            "", "now", "new:compute_pr_17", Set.of("u100", "new:flights_pr_17.delay_by_airport"));
    // Schemas and clusters have ids of the same form: this one is the old schema's.
    Subscriber elsewhere = new Subscriber("", "now", "u11", Set.of("s1"));
    assertThat(CleanupPlanner.plan(situation(swapped), List.of(other, elsewhere)).steps())
        .isNotEmpty();
  }

  @Test
  void a_cleanup_says_that_it_would_drop_and_not_that_it_would_swap() {
    String old = swapped.schemaNamed("flights_pr_17").orElseThrow().id();
    String cluster = swapped.clusterNamed("compute_pr_17").orElseThrow().id();
    assertThat(old).isEqualTo("u11");
    refused(
        () ->
            CleanupPlanner.plan(
                situation(
                    swapped.with(Catalogs.item("u201", old, "t", ObjectKind.TABLE, "", Set.of())))),
        """
        VG-5560 CONFLICT  schema "flights_pr_17" would be dropped and holds what a deployment never made
          found     table flights_pr_17.t, owner deployer
          state     nothing was changed
          next      make them anew in another schema and drop these, then clean up again""");
    refused(
        () ->
            CleanupPlanner.plan(
                situation(
                    swapped.with(
                        Catalogs.item(
                                "u202", "u10", "ix", ObjectKind.INDEX, cluster, Set.of("u100"))
                            .withOwner("ann")))),
        """
        VG-5561 CONFLICT  cluster "compute_pr_17" would be dropped and runs what a deployment never made there
          found     index raw.ix, owner ann
          state     nothing was changed
          next      make them anew on another cluster and drop these, then clean up again""");
  }

  /** The old environment has its last names, and nothing is dropped yet. */
  private Snapshot begun() {
    Snapshot begun = swapped;
    for (Step step : CleanupPlanner.plan(situation(swapped)).steps()) {
      begun = step.transactional() ? step.after(begun) : begun;
    }
    return begun;
  }
}
