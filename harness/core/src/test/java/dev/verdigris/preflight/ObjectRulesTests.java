package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectRulesTests {
  private static final Snapshot BLUE = Catalogs.production();
  private static final Snapshot BUILT = Catalogs.validated(BLUE);
  private static final String GREEN = BUILT.schemaNamed("flights_pr_17").orElseThrow().id();

  @Test
  void what_the_models_leave_out_is_told_before_anything_is_made() {
    Before before =
        Before.init(BLUE)
            .models(
                Optional.of(
                    List.of(
                        Before.model("delay_by_airport", ObjectKind.VIEW),
                        Before.model("on_time_board", ObjectKind.VIEW))));
    assertThat(before.told())
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner deployer: the next version has"
                + " no object of this name [vanishes] → write its model; or accept it:"
                + " accept.vanishing: ['flights.route_traffic']",
            "WARNS index flights.delay_by_airport_idx, owner deployer: the next version has no"
                + " index of this name [index-vanishes] → CREATE INDEX \"delay_by_airport_idx\" …"
                + " in the model of its relation",
            "WARNS materialized view flights.delay_by_airport, owner deployer: it becomes a view;"
                + " read by sink sinks.delays [kind-changed]");
  }

  @Test
  void what_is_new_is_told() {
    assertThat(Before.init(BLUE).found())
        .extracting(Before::line)
        .containsExactly(
            "TELLS materialized view flights.cancellations: production does not have it yet"
                + " [appears]");
    assertThat(Before.promote(BUILT).found())
        .extracting(Before::line)
        .containsExactly(
            "TELLS materialized view flights.cancellations: production does not have it yet"
                + " [appears]");
  }

  @Test
  void what_vanishes_blocks_unless_accepted() {
    Snapshot fewer = BUILT.withoutItem(green("delay_by_airport").id());
    assertThat(Before.promote(fewer).told())
        .contains(
            "BLOCKS materialized view flights.delay_by_airport, owner deployer: the next version"
                + " has no object of this name; read by sink sinks.delays [vanishes]"
                + " → write its model; or accept it: accept.vanishing:"
                + " ['flights.delay_by_airport']");
    Accept accept =
        new Accept(
            List.of(),
            List.of("materialize.flights.delay_by_airport", "flights.delay_by_airport_idx"),
            List.of(),
            List.of(),
            List.of());
    assertThat(Before.promote(fewer).accepting(accept).found())
        .filteredOn(finding -> finding.severity() == Severity.BLOCKS)
        .isEmpty();
  }

  @Test
  void columns_lost_and_retyped_block_with_who_reads_them() {
    Snapshot blue =
        BUILT.with(
            columns(
                BUILT.item("u102").orElseThrow(),
                column("iata", "text"),
                column("The \"n\"", "bigint"),
                column("delay", "bigint")));
    Snapshot changed =
        blue.with(
            columns(
                green("delay_by_airport"),
                column("delay", "numeric"),
                new Column("iata", "text", true),
                column("late", "bigint")));
    List<String> found =
        Before.promote(changed).found().stream()
            .filter(finding -> finding.rule().group() == Rule.Group.OBJECTS)
            .filter(finding -> finding.rule() != Rule.APPEARS)
            .map(Before::line)
            .toList();
    assertThat(found)
        .containsExactly(
            "BLOCKS materialized view flights.delay_by_airport, owner deployer: green has no column"
                + " The \"n\"; read by sink sinks.delays [column-lost] → give the model the column"
                + " back: \"The \"\"n\"\"\" bigint; or accept it: accept.columns:"
                + " ['flights.delay_by_airport.The \"n\"']",
            "BLOCKS materialized view flights.delay_by_airport, owner deployer: column delay is"
                + " numeric, it was bigint; read by sink sinks.delays [column-retyped] → give the"
                + " model the column back: \"delay\" bigint; or accept it: accept.columns:"
                + " ['flights.delay_by_airport.delay']",
            "WARNS materialized view flights.delay_by_airport, owner deployer: iata may be null"
                + " now; the order is delay, iata, late [column-moved]",
            "TELLS materialized view flights.delay_by_airport, owner deployer: column late is new"
                + " [column-new]");
    Accept one =
        new Accept(
            List.of(),
            List.of(),
            List.of("flights.delay_by_airport.The \"n\""),
            List.of(),
            List.of());
    assertThat(blocking(changed, one)).containsExactly(Rule.COLUMN_RETYPED);
    Accept all =
        new Accept(List.of(), List.of(), List.of("flights.delay_by_airport"), List.of(), List.of());
    assertThat(blocking(changed, all)).isEmpty();
  }

  @Test
  void columns_that_are_not_known_yet_are_not_compared() {
    assertThat(Before.promote(BUILT.with(columns(green("delay_by_airport")))).told()).isEmpty();
  }

  private static List<Rule> blocking(Snapshot snapshot, Accept accept) {
    return Before.promote(snapshot).accepting(accept).found().stream()
        .filter(finding -> finding.severity() == Severity.BLOCKS)
        .filter(finding -> finding.rule().group() == Rule.Group.OBJECTS)
        .map(Finding::rule)
        .toList();
  }

  private static Item green(String name) {
    return BUILT.itemNamed(GREEN, name).orElseThrow();
  }

  private static Column column(String name, String type) {
    return new Column(name, type, false);
  }

  private static Item columns(Item item, Column... columns) {
    return item.withColumns(List.of(columns));
  }
}
