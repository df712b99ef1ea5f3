package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.catalog.ServerFacts.AuditEvent;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.Arrays;
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
                new AuditEvent("grant", "materialized-view", "u104", "", "", "", "ann", "13:05"),
                new AuditEvent("alter", "view", "u105", "", "", "", "bob", "13:06"));
    assertThat(changes(before))
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner deployer: it is not as it was at"
                + " init, 2026-11-25T13:00:00Z: grant by ann at 13:05; it has INSERT to x, green has"
                + " not"
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
                new AuditEvent(
                    "create",
                    "view",
                    "u900",
                    "materialize",
                    "flights",
                    "hot \"fix\"",
                    "ann",
                    "13:05"));
    assertThat(changes(before))
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner deployer: it is not as it was at"
                + " init, 2026-11-25T13:00:00Z: the audit log does not tell who changed it; its"
                + " definition has \"CREATE …\", green's \"CREATE MATERIALIZED VIEW"
                + " \"materialize\".\"flights\".\"route_traffic\" IN CLUSTER \"com…\""
                + TAKE
                + "['flights.route_traffic']",
            "BLOCKS view flights.hot \"fix\", owner deployer: it is not as it was at init,"
                + " 2026-11-25T13:00:00Z: create by ann at 13:05; its id is u900 now"
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
    AuditEvent drop =
        new AuditEvent("drop", "view", "u105", "materialize", "flights", "on_time_board", "", "1");
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
  void another_owner_and_a_revoked_grant_are_told_beside_greens() {
    Item delays = BUILT.item("u102").orElseThrow();
    assertThat(changes(Before.promote(BUILT.with(delays.withOwner("ann")))))
        .containsExactly(
            "BLOCKS materialized view flights.delay_by_airport, owner ann: it is not as it was at"
                + " init, 2026-11-25T13:00:00Z: the audit log does not tell who changed it; its owner"
                + " is ann, green's deployer"
                + TAKE
                + "['flights.delay_by_airport']");
    assertThat(changes(Before.promote(BUILT.with(delays.withGrants(Catalogs.grants())))))
        .singleElement()
        .asString()
        .contains("who changed it; it has no SELECT to dashboard, green has [changed]");
  }

  @Test
  void another_id_cluster_and_definition_are_told_beside_greens() {
    String made =
        "CREATE MATERIALIZED VIEW \"materialize\".\"%s\".\"route_traffic\" IN CLUSTER [%s] AS"
            + " SELECT origin\nFROM [%s AS \"materialize\".\"raw\".\"flights\"]\n%s AS OF 1764";
    Item green = BUILT.itemNamed("new:flights_pr_17", "route_traffic").orElseThrow();
    Snapshot remade =
        BUILT
            .withoutItem("u104")
            .with(
                defined(
                    Catalogs.item(
                        "u901", "u11", "route_traffic", green.kind(), "u1", Set.of("u100")),
                    made.formatted("flights", "u2", "u100", "WHERE delay > 5")))
            .with(
                defined(
                    green,
                    made.formatted(
                        "flights_pr_17",
                        green.clusterId(),
                        "u100",
                        "WHERE delay > 15 AND origin IN (SELECT iata FROM airports WHERE country ="
                            + " 'US')")));
    AuditEvent gone = route("drop", "u104");
    AuditEvent again = route("create", "u901");
    assertThat(changes(Before.promote(remade).events(gone, again)))
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner deployer: it is not as it was at"
                + " init, 2026-11-25T13:00:00Z: create by ann at 13:05; its id is u901 now; it runs"
                + " on quickstart, green's on compute_pr_17; its definition has \"…WHERE delay > 5\","
                + " green's \"…WHERE delay > 15 AND origin IN (SELECT iata FROM airports WHERE country"
                + " = 'US')\""
                + TAKE
                + "['flights.route_traffic']");
  }

  @Test
  void an_accepted_change_hides_no_object_that_is_gone() {
    Snapshot both =
        BUILT.withoutItem("u105").with(BUILT.item("u104").orElseThrow().withOwner("ann"));
    Accept accept =
        new Accept(List.of(), List.of(), List.of(), List.of(), List.of("flights.route_traffic"));
    Before before = Before.promote(both).accepting(accept);
    String gone =
        "BLOCKS schema flights, owner deployer: an object is gone since init,"
            + " 2026-11-25T13:00:00Z; the audit log does not tell which";
    assertThat(changes(before)).hasSize(2).first().asString().startsWith(gone + TAKE);
    // In a schema of that name of another database.
    AuditEvent elsewhere =
        new AuditEvent("drop", "view", "u9", "other", "flights", "on_time_board", "ann", "1");
    assertThat(changes(before.events(elsewhere))).first().asString().startsWith(gone + TAKE);
    AuditEvent[] many = new AuditEvent[ServerFacts.MOST_EVENTS];
    Arrays.fill(many, elsewhere);
    assertThat(changes(before.events(many)))
        .first()
        .asString()
        .startsWith(gone + " (of it only the last 2000 events were read)" + TAKE);
  }

  @Test
  void a_new_object_does_not_account_for_one_that_is_gone() {
    Snapshot other =
        BUILT
            .withoutItem("u104")
            .withoutItem("u105")
            .with(Catalogs.item("u900", "u11", "extra", ObjectKind.VIEW, "", Set.of()));
    AuditEvent made =
        new AuditEvent("create", "view", "u900", "materialize", "flights", "extra", "ann", "1");
    assertThat(changes(Before.promote(other).events(made)))
        .first()
        .asString()
        .contains("schema flights, owner deployer: 2 objects are gone since init");
    // Where the log does not tell that it is new, it may be one of them under another name.
    assertThat(changes(Before.promote(other)))
        .first()
        .asString()
        .contains("schema flights, owner deployer: an object is gone since init");
  }

  private static AuditEvent route(String what, String id) {
    String kind = "materialized-view";
    return new AuditEvent(
        what, kind, id, "materialize", "flights", "route_traffic", "ann", "13:05");
  }

  private static Item defined(Item item, String definition) {
    return new Item(
        item.id(),
        item.schemaId(),
        item.name(),
        item.kind(),
        item.owner(),
        item.clusterId(),
        item.grants(),
        item.comment(),
        item.columnComments(),
        item.columns(),
        definition,
        item.dependsOn());
  }

  @Test
  void what_came_and_went_since_init_is_no_change() {
    Snapshot other = BUILT.with(BUILT.item("u104").orElseThrow().withOwner("deployer"));
    AuditEvent made =
        new AuditEvent("create", "view", "u950", "materialize", "flights", "tmp", "ann", "1");
    AuditEvent gone =
        new AuditEvent("drop", "view", "u950", "materialize", "flights", "tmp", "ann", "2");
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
