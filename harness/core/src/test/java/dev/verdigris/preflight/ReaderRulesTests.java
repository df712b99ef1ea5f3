package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReaderRulesTests {
  private static final Snapshot BLUE = Catalogs.production();
  private static final Snapshot READ =
      BLUE.with(new Schema("u20", "analytics", "Marts", "ann", Catalogs.grants(), ""))
          .with(
              Catalogs.item("u200", "u20", "da ily", ObjectKind.VIEW, "", Set.of("u102", "u105"))
                  .withOwner("ann"))
          .with(
              Catalogs.item(
                      "u201",
                      "u20",
                      "weekly",
                      ObjectKind.MATERIALIZED_VIEW,
                      "u1",
                      Set.of("u200", "u104"))
                  .withOwner("bob"))
          .with(
              Catalogs.item("u202", "u12", "weekly", ObjectKind.SINK, "u3", Set.of("u201"))
                  .withOwner("eve"));
  private static final String DAILY =
      "view analytics.Marts.da ily, owner ann: reads flights.delay_by_airport,"
          + " flights.on_time_board";
  private static final String WEEKLY =
      " materialized view analytics.Marts.weekly, owner bob: reads flights.delay_by_airport,"
          + " flights.on_time_board over analytics.Marts.da ily; reads flights.route_traffic";
  private static final String SINK =
      " sink sinks.weekly, owner eve: reads flights.delay_by_airport, flights.on_time_board,"
          + " flights.route_traffic over analytics.Marts.weekly";
  private static final String MEND =
      " [reader] → deploy it too, or make it anew after the promotion";

  @Test
  void readers_of_any_database_block_each_with_its_owner_over_any_number_of_others() {
    String[] blocks = {
      "BLOCKS" + WEEKLY + MEND + accept("analytics.Marts.weekly"),
      "BLOCKS" + SINK + MEND + accept("sinks.weekly"),
      "BLOCKS " + DAILY + MEND + accept("analytics.Marts.da ily")
    };
    assertThat(Before.init(READ).told()).containsExactly(blocks);
    assertThat(Before.promote(Catalogs.validated(READ)).told()).containsExactly(blocks);
  }

  /** While its sinks are on it, a promotion is not asked for readers at all: it has to wait. */
  @Test
  void another_deployments_transition_is_no_matter_of_init_and_told_as_that_by_promote() {
    Snapshot passing =
        BLUE.with(
                Catalogs.schema(
                    "u20",
                    "flights_pr_16_transition",
                    Marker.of(
                            "pr_16",
                            "flights_pr_16_transition",
                            "flights_pr_16_transition",
                            "ann",
                            "2026-11-25T12:00:00Z",
                            "")
                        .comment("")))
            .with(
                Catalogs.item(
                    "u200",
                    "u20",
                    "flights.delay_by_airport by iata",
                    ObjectKind.MATERIALIZED_VIEW,
                    "u1",
                    Set.of("u102")))
            .with(Catalogs.item("u201", "u12", "on it", ObjectKind.SINK, "u3", Set.of("u200")));
    assertThat(Before.init(passing).told()).isEmpty();
    assertThat(
            Before.init(
                    passing.with(
                        Catalogs.item(
                            "u202",
                            "u20",
                            "flights.delays by iata",
                            ObjectKind.MATERIALIZED_VIEW,
                            "u2",
                            Set.of("u100"))))
                .told())
        .as("behind its swap its cluster is production's")
        .isEmpty();
    assertThat(Before.promote(Catalogs.validated(passing.withoutItem("u201"))).told())
        .as("left by a process that was killed, and nobody's")
        .isEmpty();
    assertThat(Before.promote(Catalogs.validated(passing)).told())
        .containsExactly(
            "BLOCKS sink sinks.on it, owner deployer: reads flights.delay_by_airport over"
                + " flights_pr_16_transition.flights.delay_by_airport by iata [reader] → finish"
                + " deployment pr_16 first: verdigris promote --deployment pr_16, or verdigris"
                + " cleanup --deployment pr_16"
                + accept("sinks.on it"));
  }

  @Test
  void accepting_one_accepts_nobody_behind_it() {
    assertThat(
            Before.init(READ)
                .accepting(readers("analytics.Marts.da ily", "materialize.sinks.weekly"))
                .told())
        .containsExactly(
            "BLOCKS" + WEEKLY + MEND + accept("analytics.Marts.weekly"),
            "WARNS" + SINK + " (accepted)" + MEND,
            "WARNS " + DAILY + " (accepted)" + MEND);
  }

  @Test
  void names_that_nothing_has_are_told() {
    Accept accept =
        new Accept(
            List.of("marts.gone"), List.of(), List.of("flights.nothing"), List.of(), List.of());
    assertThat(Before.init(BLUE).accepting(accept).told())
        .containsExactly(
            "WARNS accept.readers marts.gone: nothing of that name needs it [accepts-nothing]"
                + " → take it out of accept.readers");
    assertThat(Before.promote(Catalogs.validated(BLUE)).accepting(accept).told())
        .contains(
            "WARNS accept.columns flights.nothing: nothing of that name needs it"
                + " [accepts-nothing] → take it out of accept.columns");
  }

  @Test
  void sinks_are_cut_over_and_green_reads_itself() {
    assertThat(Before.promote(Catalogs.validated(BLUE)).told()).isEmpty();
  }

  @Test
  void open_subscriptions_are_told() {
    assertThat(Before.init(BLUE).subscription("dashboard", "u102", "u105").told())
        .containsExactly(
            "WARNS SUBSCRIBE on flights.delay_by_airport, flights.on_time_board, owner dashboard:"
                + " open since 12:00 [subscriber] → subscribe again after the promotion");
    assertThat(Before.init(BLUE).subscription("dashboard", "u100").told()).isEmpty();
  }

  @Test
  void open_subscriptions_on_what_reads_production_are_told_whether_it_is_accepted_or_not() {
    Accept all = readers("analytics.Marts.da ily", "analytics.Marts.weekly", "sinks.weekly");
    assertThat(Before.init(READ).accepting(all).subscription("dashboard", "u200").told())
        .contains(
            "WARNS SUBSCRIBE on analytics.Marts.da ily, owner dashboard: open since 12:00"
                + " [subscriber] → subscribe again after the promotion");
  }

  private static Accept readers(String... names) {
    return new Accept(List.of(names), List.of(), List.of(), List.of(), List.of());
  }

  private static String accept(String name) {
    return "; or accept it: accept.readers: ['" + name + "']";
  }
}
