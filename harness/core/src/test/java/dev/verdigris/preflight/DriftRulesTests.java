package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftRulesTests {
  private static final Snapshot BLUE = Catalogs.production();
  private static final Snapshot BUILT = Catalogs.validated(BLUE);

  @Test
  void every_option_of_a_cluster_counts() {
    ClusterOptions odd =
        new ClusterOptions(true, "50cc", 2, List.of("use1-az1"), true, "", "on-refresh");
    assertThat(Before.promote(green(odd)).told())
        .containsExactly(
            drift("availability zones is [use1-az1], blue's is []", "AVAILABILITY ZONES = ()"),
            drift(
                "introspection debugging is true, blue's is false",
                "INTROSPECTION DEBUGGING = false"),
            drift(
                "introspection interval is , blue's is 00:00:01",
                "INTROSPECTION INTERVAL = '00:00:01'"),
            drift("replication factor is 2, blue's is 1", "REPLICATION FACTOR = 1"),
            drift("schedule is on-refresh, blue's is manual", "SCHEDULE = MANUAL"),
            drift("size is 50cc, blue's is 25cc", "SIZE = '25cc'"));
  }

  @Test
  void green_is_compared_with_its_configured_size_where_there_is_one() {
    assertThat(Before.promote(green(ClusterOptions.managed("50cc", 2))).sized("50cc", 2).told())
        .isEmpty();
    // Configured after init, or altered by somebody since.
    assertThat(Before.promote(green(ClusterOptions.managed("25cc", 1))).sized("50cc", 2).told())
        .containsExactly(
            drift("replication factor is 1, green.clusters says 2", "REPLICATION FACTOR = 2"),
            drift("size is 25cc, green.clusters says 50cc", "SIZE = '50cc'"));
    ClusterOptions elsewhere =
        new ClusterOptions(true, "50cc", 2, List.of("z"), false, "00:00:01", "manual");
    assertThat(Before.promote(green(elsewhere)).sized("50cc", 2).told())
        .containsExactly(
            drift("availability zones is [z], blue's is []", "AVAILABILITY ZONES = ()"));
  }

  @Test
  void accepted_drift_warns() {
    Accept accept = new Accept(List.of(), List.of(), List.of(), List.of("compute"), List.of());
    assertThat(Before.promote(green(ClusterOptions.managed("50cc", 1))).accepting(accept).told())
        .containsExactly(
            "WARNS cluster compute_pr_17, owner deployer: size is 50cc, blue's is 25cc (accepted)"
                + " [cluster-drift] → ALTER CLUSTER \"compute_pr_17\" SET (SIZE = '25cc')");
  }

  @Test
  void unmanaged_clusters_are_compared_by_their_replicas() {
    Snapshot both = withOptions(green(ClusterOptions.unmanaged()), "compute");
    assertThat(Before.promote(both).told()).isEmpty();
    Cluster green = both.clusterNamed("compute_pr_17").orElseThrow();
    Snapshot more =
        both.with(
            new Cluster(
                green.id(),
                green.name(),
                green.owner(),
                green.grants(),
                green.comment(),
                green.options(),
                List.of(
                    new Replica("u8", "r1", "25cc", ""), new Replica("u9", "r2", "25cc", "z"))));
    assertThat(Before.promote(more).found())
        .filteredOn(finding -> finding.rule() == Rule.CLUSTER_DRIFT)
        .extracting(Finding::what)
        .containsExactly("replicas are (r1 25cc, r2 25cc in z), blue's are (r1 25cc)");
  }

  @Test
  void a_placeholder_says_nothing_about_its_green() {
    Snapshot placeholder = BUILT;
    for (Item item : BUILT.itemsOn("u2")) {
      placeholder = placeholder.withoutItem(item.id());
    }
    Cluster blue = placeholder.cluster("u2").orElseThrow();
    placeholder =
        placeholder.with(
            new Cluster(
                "u2",
                "compute",
                blue.owner(),
                blue.grants(),
                "",
                ClusterOptions.managed("25cc", 0),
                List.of()));
    assertThat(Before.promote(placeholder).found())
        .extracting(Finding::rule)
        .doesNotContain(Rule.CLUSTER_DRIFT);
  }

  @Test
  void lost_grants_block_and_new_ones_warn() {
    String schema = BUILT.schemaNamed("flights_pr_17").orElseThrow().id();
    Item delay = BUILT.itemNamed(schema, "delay_by_airport").orElseThrow();
    Snapshot changed = BUILT.with(delay.withGrants(Catalogs.grants(new Grant("x y", "SELECT"))));
    assertThat(Before.promote(changed).told())
        .containsExactly(
            "BLOCKS materialized view flights_pr_17.delay_by_airport, owner deployer: SELECT to"
                + " dashboard is missing, blue has it [grant-lost] → GRANT SELECT ON"
                + " \"materialize\".\"flights_pr_17\".\"delay_by_airport\" TO \"dashboard\"; or"
                + " accept it: accept.drift: ['flights.delay_by_airport']",
            "WARNS materialized view flights_pr_17.delay_by_airport, owner deployer: SELECT to x y"
                + " is new, blue has it not [grant-new] → REVOKE SELECT ON"
                + " \"materialize\".\"flights_pr_17\".\"delay_by_airport\" FROM \"x y\"");
  }

  @Test
  void another_owner_blocks() {
    String schema = BUILT.schemaNamed("flights_pr_17").orElseThrow().id();
    Item board = BUILT.itemNamed(schema, "on_time_board").orElseThrow();
    Snapshot member = Catalogs.memberOf(BUILT.with(board.withOwner("ann")), "ann");
    assertThat(Before.promote(member).found())
        .filteredOn(finding -> finding.rule() == Rule.OWNER_DRIFT)
        .extracting(Before::line)
        .containsExactly(
            "BLOCKS view flights_pr_17.on_time_board, owner ann: blue's owner is deployer"
                + " [owner-drift] → ALTER VIEW \"materialize\".\"flights_pr_17\".\"on_time_board\""
                + " OWNER TO \"deployer\"; or accept it: accept.drift: ['flights.on_time_board']");
  }

  private static Snapshot green(ClusterOptions options) {
    Cluster green = BUILT.clusterNamed("compute_pr_17").orElseThrow();
    return BUILT.with(
        new Cluster(
            green.id(),
            green.name(),
            green.owner(),
            green.grants(),
            green.comment(),
            options,
            List.of(new Replica("u8", "r1", "25cc", ""))));
  }

  private static Snapshot withOptions(Snapshot snapshot, String name) {
    Cluster cluster = snapshot.clusterNamed(name).orElseThrow();
    return snapshot.with(
        new Cluster(
            cluster.id(),
            name,
            cluster.owner(),
            cluster.grants(),
            cluster.comment(),
            ClusterOptions.unmanaged(),
            cluster.replicas()));
  }

  private static String drift(String what, String option) {
    return "BLOCKS cluster compute_pr_17, owner deployer: "
        + what
        + " [cluster-drift] → ALTER CLUSTER \"compute_pr_17\" SET ("
        + option
        + "); or accept it: accept.drift: ['compute']";
  }
}
