package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.catalog.Subscriber;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What keeps a cleanup from dropping: a drop ends subscriptions without a word before. */
class CleanupRefusalTests {
  private static final Subscriber OLD =
      new Subscriber("board", "2026-11-25 13:00:00+00", Set.of("u102", "u104"));

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
              next      let them subscribe to production's objects, or end their sessions, then run again\
            """);
  }

  @Test
  void a_cleanup_that_was_begun_waits_for_them_too() {
    Snapshot begun = swapped;
    for (Step step : CleanupPlanner.plan(situation(swapped)).steps()) {
      begun = step.transactional() ? step.after(begun) : begun;
    }
    Snapshot cut = begun;
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> CleanupPlanner.plan(situation(cut), List.of(OLD)))
        .withMessageStartingWith("VG-5553 CONFLICT");
  }

  @Test
  void whoever_reads_production_or_something_else_is_left_alone() {
    Subscriber other =
        new Subscriber("", "now", Set.of("u100", "new:flights_pr_17.delay_by_airport"));
    assertThat(CleanupPlanner.plan(situation(swapped), List.of(other)).steps()).isNotEmpty();
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

  private static void refused(ThrowingCallable planning, String message) {
    assertThatExceptionOfType(VerdigrisException.class).isThrownBy(planning).withMessage(message);
  }
}
