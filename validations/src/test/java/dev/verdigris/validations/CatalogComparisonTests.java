package dev.verdigris.validations;

import static dev.verdigris.validations.Environments.GREEN;
import static dev.verdigris.validations.Environments.GREEN_INDEX;
import static dev.verdigris.validations.Environments.blue;
import static dev.verdigris.validations.Environments.cluster;
import static dev.verdigris.validations.Environments.equal;
import static dev.verdigris.validations.Environments.grants;
import static dev.verdigris.validations.Environments.green;
import static dev.verdigris.validations.Environments.item;
import static dev.verdigris.validations.Environments.schema;
import static dev.verdigris.validations.Environments.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the catalog tells of green beside blue. */
class CatalogComparisonTests {
  private final Snapshot equal = equal();

  private Item item(String id, Snapshot snapshot) {
    return snapshot.item(id).orElseThrow();
  }

  @Test
  void equal_environments_do_not_differ_in_anything() {
    assertThat(ObjectComparison.of(blue(equal), green(equal))).isEmpty();
    assertThat(ObjectComparison.columns(blue(equal), green(equal), Compatibility.EXACT)).isEmpty();
    assertThat(RightsComparison.rights(blue(equal), green(equal))).isEmpty();
    assertThat(RightsComparison.comments(blue(equal), green(equal))).isEmpty();
    assertThat(ConfigurationComparison.of(blue(equal), green(equal))).isEmpty();
    assertThat(IsolationCheck.of(blue(equal), green(equal))).isEmpty();
  }

  @Test
  void objects_that_only_one_side_has_or_that_are_made_otherwise_are_listed() {
    Snapshot changed =
        equal
            .withoutItem("u204")
            .withoutItem("u104")
            .with(Environments.item("u105", "u11", "Late board", ObjectKind.VIEW, "", "u102"))
            .with(Environments.item("u106", "u11", "by_state", ObjectKind.VIEW, "", "u102"))
            .with(
                Environments.item(
                    "u204", "u20", "Late board", ObjectKind.MATERIALIZED_VIEW, "u5", GREEN))
            .with(
                Environments.item(
                    GREEN, "u20", "delays", ObjectKind.MATERIALIZED_VIEW, "u3", "u100"))
            .with(Environments.item("u205", "u20", "delays_by_state", ObjectKind.VIEW, "", GREEN));
    assertThat(texts(ObjectComparison.of(blue(changed), green(changed))))
        .containsExactly(
            "kind flights.Late board  blue view  green materialized view",
            "cluster flights.Late board  blue on none  green on compute",
            "removed flights.by_state, view",
            "cluster flights.delays  blue on compute  green on sinks",
            "added flights.delays_by_state, view");
  }

  @Test
  void columns_are_compared_where_both_sides_have_the_relation() {
    Item delays = item(GREEN, equal);
    Snapshot changed =
        equal
            .withoutItem("u204")
            .with(
                new Item(
                    GREEN,
                    "u20",
                    "delays",
                    delays.kind(),
                    "anna",
                    "u5",
                    delays.grants(),
                    "",
                    Map.of(),
                    List.of(new Column("iata", "text", false)),
                    "",
                    delays.dependsOn()));
    assertThat(
            texts(ObjectComparison.columns(blue(changed), green(changed), Compatibility.BACKWARD)))
        .containsExactly("lost flights.delays.delay, bigint");
  }

  @Test
  void rights_differ_by_owner_grant_and_default() {
    Snapshot changed =
        equal
            .with(
                new Schema(
                    "u20",
                    "materialize",
                    "flights_next",
                    "bert",
                    grants(new Grant(Grant.PUBLIC, "USAGE")),
                    ""))
            .with(item(GREEN, equal).withGrants(grants(new Grant("reader", "SELECT"))))
            .with(item("u204", equal).withGrants(grants()))
            .withDefaults(
                "u11", List.of(new DefaultPrivilege("anna", "table", "reader", "SELECT")));
    assertThat(texts(RightsComparison.rights(blue(changed), green(changed))))
        .containsExactly(
            "owner schema flights  blue anna  green bert",
            "revoked schema flights  USAGE to reader",
            "granted schema flights  USAGE to PUBLIC",
            "revoked schema flights, by default  SELECT on every table of anna to reader",
            "revoked flights.Late board  SELECT to reader");
  }

  @Test
  void comments_are_compared_without_the_marker() {
    Snapshot changed =
        equal
            .with(schema("u20", "flights_next", "verdigris/1 {}"))
            .with(item(GREEN, equal).withComment("new").withColumnComments(Map.of("delay", "ms")));
    assertThat(texts(RightsComparison.comments(blue(changed), green(changed))))
        .containsExactly(
            "comment schema flights  blue \"what boards read\"  green none",
            "comment flights.delays  blue \"one row an airport\"  green \"new\"",
            "comment flights.delays.delay  blue none  green \"ms\"",
            "comment flights.delays.iata  blue \"the airport\"  green none");
  }

  @Test
  void clusters_and_indexes_are_compared_by_what_they_do() {
    Item index = item(GREEN_INDEX, equal);
    Snapshot changed =
        equal
            .with(cluster("u5", "compute_next", ClusterOptions.managed("50cc", 1)))
            .with(Environments.item("u206", "u20", "another_name", ObjectKind.INDEX, "u5", GREEN))
            .with(
                new Item(
                    index.id(),
                    index.schemaId(),
                    index.name(),
                    index.kind(),
                    index.owner(),
                    index.clusterId(),
                    index.grants(),
                    "",
                    Map.of(),
                    List.of(),
                    index.definition().replace("(\"iata\")", "(\"delay\")"),
                    index.dependsOn()));
    assertThat(texts(ConfigurationComparison.of(blue(changed), green(changed))))
        .containsExactly(
            "cluster compute  replicas  blue 2  green 1",
            "cluster compute  size  blue 25cc  green 50cc",
            "added index on flights.delays (\"delay\") on compute");
    assertThat(texts(ConfigurationComparison.of(green(changed), blue(changed))))
        .contains("lost index on flights.delays (\"delay\") on compute");
  }

  @Test
  void an_unmanaged_cluster_is_compared_by_its_replicas() {
    Snapshot changed =
        equal
            .with(cluster("u2", "compute", ClusterOptions.unmanaged()))
            .with(
                new dev.verdigris.catalog.Cluster(
                    "u5",
                    "compute_next",
                    "anna",
                    grants(),
                    "",
                    ClusterOptions.unmanaged(),
                    List.of(new Replica("u51", "r1", "50cc", ""))));
    assertThat(texts(ConfigurationComparison.of(blue(changed), green(changed))))
        .containsExactly(
            "cluster compute  replicas  blue 2  green 1",
            "cluster compute  sizes  blue 25cc, 25cc  green 50cc");
  }

  @Test
  void what_would_move_or_stay_where_it_should_not_is_found() {
    Snapshot changed =
        equal
            .with(Environments.item("u300", "u11", "orders", ObjectKind.TABLE, ""))
            .with(
                Environments.item(
                    "u301", "u10", "daily", ObjectKind.MATERIALIZED_VIEW, "u2", "u100"))
            .with(Environments.item("u302", "u10", "report", ObjectKind.VIEW, "", "u102"))
            .with(Environments.item("u204", "u20", "Late board", ObjectKind.VIEW, "", "u102"))
            .with(
                Environments.item(
                    GREEN, "u20", "delays", ObjectKind.MATERIALIZED_VIEW, "u2", "u100"));
    assertThat(texts(IsolationCheck.of(blue(changed), green(changed))))
        .containsExactly(
            "moves table flights.orders, in a schema of blue",
            "moves materialized view flights_next.delays, on cluster compute",
            "moves materialized view raw.daily, on cluster compute",
            "reads flights.Late board reads blue's materialized view flights.delays",
            "runs flights.delays runs on blue's cluster compute",
            "WARN stays view raw.report goes on reading what is blue now");
  }
}
