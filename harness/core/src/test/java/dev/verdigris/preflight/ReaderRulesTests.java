package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
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
          .with(Catalogs.item("u200", "u20", "da ily", ObjectKind.VIEW, "", Set.of("u102", "u105")))
          .with(
              Catalogs.item(
                  "u201", "u20", "weekly", ObjectKind.MATERIALIZED_VIEW, "u1", Set.of("u200")))
          .with(Catalogs.item("u202", "u12", "weekly", ObjectKind.SINK, "u3", Set.of("u201")));

  @Test
  void readers_of_any_database_block_with_all_that_is_behind_them() {
    String blocks =
        "BLOCKS view analytics.Marts.da ily, owner deployer: reads flights.delay_by_airport,"
            + " flights.on_time_board; behind it materialized view analytics.Marts.weekly, sink"
            + " sinks.weekly [reader] → deploy it too, or make it anew after the promotion; or"
            + " accept it: accept.readers: ['analytics.Marts.da ily']";
    assertThat(Before.init(READ).told()).containsExactly(blocks);
    assertThat(Before.promote(Catalogs.validated(READ)).told()).containsExactly(blocks);
  }

  @Test
  void accepted_readers_warn_and_names_that_nothing_has_are_told() {
    Accept accept =
        new Accept(
            List.of("analytics.Marts.da ily", "marts.gone"),
            List.of(),
            List.of("flights.nothing"),
            List.of(),
            List.of());
    assertThat(Before.init(READ).accepting(accept).told())
        .containsExactly(
            "WARNS view analytics.Marts.da ily, owner deployer: reads flights.delay_by_airport,"
                + " flights.on_time_board; behind it materialized view analytics.Marts.weekly, sink"
                + " sinks.weekly (accepted) [reader] → deploy it too, or make it anew after the"
                + " promotion",
            "WARNS accept.readers marts.gone: nothing of that name needs it [accepts-nothing]"
                + " → take it out of accept.readers");
    assertThat(Before.promote(Catalogs.validated(READ)).accepting(accept).told())
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
}
