package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.ServerFacts.AuditEvent;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeRulesTests {
  private static final Snapshot BUILT = Catalogs.validated(Catalogs.production());
  private static final String TAKE =
      " [changed] → take the change into the models, clean this deployment up and deploy again;"
          + " or accept it: accept.changes: ";

  @Test
  void a_change_is_named_with_who_made_it() {
    Item traffic = BUILT.item("u104").orElseThrow();
    Snapshot granted = BUILT.with(traffic.withGrants(Catalogs.grants(new Grant("x", "INSERT"))));
    Before before =
        Before.promote(granted)
            .events(
                new AuditEvent("grant", "materialized-view", "u104", "", "", "ann", "13:05"),
                new AuditEvent("alter", "view", "u105", "", "", "bob", "13:06"));
    assertThat(changes(before))
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner deployer: it is not as it was at"
                + " init, 2026-11-25T13:00:00Z: grant by ann at 13:05"
                + TAKE
                + "['flights.route_traffic']");
  }

  @Test
  void a_new_object_and_one_that_was_made_again_are_changes() {
    Snapshot more =
        BUILT
            .with(Catalogs.item("u900", "u11", "hot \"fix\"", ObjectKind.VIEW, "", Set.of()))
            .withoutItem("u104")
            .with(
                Catalogs.item(
                    "u901", "u11", "route_traffic", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of()));
    Before before =
        Before.promote(more)
            .events(
                new AuditEvent("create", "view", "u900", "flights", "hot \"fix\"", "ann", "13:05"));
    assertThat(changes(before))
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner deployer: it is not as it was at"
                + " init, 2026-11-25T13:00:00Z: the audit log does not tell who changed it"
                + TAKE
                + "['flights.route_traffic']",
            "BLOCKS view flights.hot \"fix\", owner deployer: it is not as it was at init,"
                + " 2026-11-25T13:00:00Z: create by ann at 13:05"
                + TAKE
                + "['flights.hot \"fix\"']");
  }

  @Test
  void what_is_gone_is_named_where_the_log_tells() {
    Before before = Before.promote(BUILT.withoutItem("u105"));
    assertThat(changes(before))
        .containsExactly(
            "BLOCKS schema flights, owner deployer: an object is gone since init,"
                + " 2026-11-25T13:00:00Z; the audit log does not tell which"
                + TAKE
                + "['flights']");
    AuditEvent drop = new AuditEvent("drop", "view", "u105", "flights", "on_time_board", "", "1");
    assertThat(changes(before.events(drop)))
        .containsExactly(
            "BLOCKS view flights.on_time_board: it is gone since init, 2026-11-25T13:00:00Z: drop"
                + " by the server at 1"
                + TAKE
                + "['flights.on_time_board']");
    Accept accept =
        new Accept(List.of(), List.of(), List.of(), List.of(), List.of("flights.on_time_board"));
    assertThat(changes(before.events(drop).accepting(accept)))
        .singleElement()
        .asString()
        .startsWith("WARNS ");
  }

  @Test
  void what_came_and_went_since_init_is_no_change() {
    Snapshot other = BUILT.with(BUILT.item("u104").orElseThrow().withOwner("deployer"));
    AuditEvent made = new AuditEvent("create", "view", "u950", "flights", "tmp", "ann", "1");
    AuditEvent gone = new AuditEvent("drop", "view", "u950", "flights", "tmp", "ann", "2");
    assertThat(changes(Before.promote(other).events(made, gone))).isEmpty();
  }

  @Test
  void nothing_changed_by_a_swap_and_its_reverse() {
    Snapshot back = Catalogs.rolledBack(Catalogs.production());
    assertThat(changes(Before.promote(back))).isEmpty();
  }

  @Test
  void another_schema_of_the_name_is_a_change() {
    Schema blue = BUILT.schema("u11").orElseThrow();
    Snapshot replaced =
        BUILT
            .with(new Schema("u11", "materialize", "flights_old", "deployer", blue.grants(), ""))
            .with(new Schema("u99", "materialize", "flights", "ann", blue.grants(), ""));
    assertThat(Before.promote(replaced).found())
        .filteredOn(finding -> finding.rule() == Rule.CHANGED)
        .extracting(Before::line)
        .containsExactly(
            "BLOCKS schema flights, owner ann: green was made from u11, production is u99"
                + " [changed] → clean this deployment up and deploy again under a new name");
  }

  @Test
  void a_marker_of_an_older_version_is_said_to_tell_nothing() {
    Schema green = BUILT.schemaNamed("flights_pr_17").orElseThrow();
    String comment = green.comment().replaceAll(",\"base\":\"[^\"]*\"", "");
    assertThat(comment).isNotEqualTo(green.comment());
    Snapshot old =
        BUILT.with(
            new Schema(
                green.id(), "materialize", green.name(), green.owner(), green.grants(), comment));
    assertThat(changes(Before.promote(old)))
        .containsExactly(
            "TELLS schema flights, owner deployer: green's marker does not tell what it held at"
                + " init [changes-unknown]");
  }

  private static List<String> changes(Before before) {
    return before.found().stream()
        .filter(finding -> finding.rule().group() == Rule.Group.CHANGED)
        .map(Before::line)
        .toList();
  }
}
