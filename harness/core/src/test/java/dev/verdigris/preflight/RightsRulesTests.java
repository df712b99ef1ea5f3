package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.DeploymentConfig.Accept;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightsRulesTests {
  private static final Snapshot BLUE = Catalogs.production();

  @Test
  void nothing_is_missing_where_everything_is_granted() {
    assertThat(Before.init(BLUE).told()).isEmpty();
    assertThat(Before.promote(Catalogs.validated(BLUE)).told()).isEmpty();
  }

  @Test
  void create_on_the_database_counts_by_membership_and_for_everybody() {
    Before nothing = Before.init(BLUE).database(Catalogs.grants());
    assertThat(nothing.told())
        .containsExactly(
            "BLOCKS database materialize, owner mz_system: role deployer has no CREATE on it"
                + " [database-create] → GRANT CREATE ON DATABASE \"materialize\" TO \"deployer\"");
    Before others = Before.init(BLUE).database(Catalogs.grants(new Grant("builders", "CREATE")));
    assertThat(others.told()).hasSize(1);
    assertThat(others.member("deployer", "builders").told()).isEmpty();
    assertThat(
            Before.init(BLUE).database(Catalogs.grants(new Grant(Grant.PUBLIC, "CREATE"))).told())
        .isEmpty();
  }

  @Test
  void clusters_need_createcluster_until_they_are_made() {
    assertThat(Before.init(BLUE).system(Catalogs.grants()).told())
        .containsExactly(
            "BLOCKS system: role deployer has no CREATECLUSTER on it [create-cluster]"
                + " → GRANT CREATECLUSTER ON SYSTEM TO \"deployer\"");
    assertThat(Before.promote(Catalogs.validated(BLUE)).system(Catalogs.grants()).told()).isEmpty();
  }

  @Test
  void both_sides_of_a_swap_need_their_owner() {
    Snapshot others = BLUE.with(owned("u11", "flights", "prod \"team\""));
    assertThat(Before.init(others).told())
        .containsExactly(
            "BLOCKS schema flights, owner prod \"team\": role deployer is not a member of"
                + " prod \"team\" [swap-owner] → GRANT \"prod \"\"team\"\"\" TO \"deployer\"");
    Snapshot member = Catalogs.memberOf(others, "prod \"team\"");
    assertThat(Before.init(member).told())
        .as("what is new in the schema is to be its owner's, who has to be able to read")
        .containsExactly(
            "BLOCKS schema raw, owner deployer: role prod \"team\" has no USAGE on it and owns what"
                + " reads it: materialized view flights.cancellations [owner-reads] → GRANT USAGE"
                + " ON SCHEMA \"materialize\".\"raw\" TO \"prod \"\"team\"\"\"",
            "BLOCKS table raw.flights, owner deployer: role prod \"team\" has no SELECT on it and"
                + " owns what reads it: materialized view flights.cancellations [owner-reads] →"
                + " GRANT SELECT ON \"materialize\".\"raw\".\"flights\" TO \"prod \"\"team\"\"\"");
    Snapshot built = Catalogs.validated(BLUE);
    Schema green = built.schemaNamed("flights_pr_17").orElseThrow();
    Snapshot taken =
        built.with(
            new Schema(
                green.id(), "materialize", green.name(), "ann", green.grants(), green.comment()));
    assertThat(Before.promote(taken).found())
        .extracting(Finding::rule)
        .contains(Rule.SWAP_OWNER, Rule.OWNER_DRIFT);
  }

  @Test
  void blue_objects_of_others_block_unless_their_owners_may_change() {
    Snapshot others = BLUE.with(BLUE.item("u104").orElseThrow().withOwner("ann"));
    assertThat(Before.init(others).told())
        .containsExactly(
            "BLOCKS materialized view flights.route_traffic, owner ann: role deployer is not a"
                + " member of ann [give-owner] → GRANT \"ann\" TO \"deployer\"; or accept it:"
                + " accept.drift: ['flights.route_traffic']");
    Accept accept =
        new Accept(List.of(), List.of(), List.of(), List.of("flights.route_traffic"), List.of());
    assertThat(Before.init(others).accepting(accept).told())
        .containsExactly(
            "WARNS materialized view flights.route_traffic, owner ann: role deployer is not a"
                + " member of ann (accepted) [give-owner] → GRANT \"ann\" TO \"deployer\"");
  }

  @Test
  void default_privileges_for_all_roles_need_a_superuser_and_others_membership() {
    Snapshot all =
        BLUE.withDefaults(
            "u11",
            List.of(
                new DefaultPrivilege(Grant.PUBLIC, "table", "dashboard", "SELECT"),
                new DefaultPrivilege("ann", "table", "dashboard", "SELECT"),
                new DefaultPrivilege(Catalogs.ROLE, "table", "dashboard", "SELECT")));
    assertThat(Before.init(all).told())
        .containsExactly(
            "BLOCKS schema flights, owner deployer: default SELECT on tables to dashboard for all"
                + " roles: only a superuser may say that of another schema [default-privileges]"
                + " → by a superuser once green is made: ALTER DEFAULT PRIVILEGES FOR ALL ROLES IN"
                + " SCHEMA \"materialize\".\"flights_pr_17\" GRANT SELECT ON TABLES TO"
                + " \"dashboard\"; or accept it: accept.drift: ['flights']",
            "BLOCKS schema flights, owner deployer: default SELECT on tables to dashboard for role"
                + " ann: role deployer is not a member of ann [default-privileges]"
                + " → GRANT \"ann\" TO \"deployer\"; or accept it: accept.drift: ['flights']");
    // Green has two of three then: what init may not say is left out, and told before the swap.
    Snapshot made = Catalogs.validated(all);
    assertThat(Before.promote(made).found())
        .filteredOn(finding -> finding.rule() == Rule.DEFAULTS_DRIFT)
        .hasSize(2);
  }

  @Test
  void sinks_need_their_owner_and_create_on_their_cluster() {
    Item sink = BLUE.item("u107").orElseThrow();
    assertThat(Before.init(BLUE.with(sink.withOwner("ann"))).told())
        .containsExactly(
            "BLOCKS sink sinks.delays, owner ann: role deployer is not a member of ann"
                + " [sink-owner] → GRANT \"ann\" TO \"deployer\"");
    var cluster = BLUE.cluster("u3").orElseThrow();
    Snapshot foreign =
        BLUE.with(
            new dev.verdigris.catalog.Cluster(
                "u3",
                "sinks",
                "ops",
                Catalogs.grants(new Grant(Catalogs.ROLE, "USAGE")),
                "",
                cluster.options(),
                cluster.replicas()));
    assertThat(Before.init(foreign).told())
        .containsExactly(
            "BLOCKS sink sinks.delays, owner deployer: role deployer has no CREATE on its cluster"
                + " sinks [sink-cluster] → GRANT CREATE ON CLUSTER \"sinks\" TO \"deployer\"");
  }

  @Test
  void the_new_relation_of_a_sink_must_be_readable() {
    Snapshot built = Catalogs.validated(BLUE);
    Schema green = built.schemaNamed("flights_pr_17").orElseThrow();
    Item delay = built.itemNamed(green.id(), "delay_by_airport").orElseThrow();
    assertThat(Before.promote(built.with(delay.withOwner("ann"))).told())
        .contains(
            "BLOCKS sink sinks.delays, owner deployer: role deployer has no SELECT on"
                + " materialized view flights_pr_17.delay_by_airport [sink-relation]"
                + " → GRANT SELECT ON \"materialize\".\"flights_pr_17\".\"delay_by_airport\""
                + " TO \"deployer\"");
  }

  @Test
  void a_transition_is_read_with_our_rights_and_runs_on_greens_cluster() {
    Accept drift =
        new Accept(List.of(), List.of(), List.of(), List.of("flights.delay_by_airport"), List.of());
    Snapshot foreign =
        BLUE.with(BLUE.item("u102").orElseThrow().withOwner("ann").withGrants(Catalogs.grants()));
    Before plain = Before.init(foreign).accepting(drift);
    assertThat(plain.found()).extracting(Finding::rule).doesNotContain(Rule.TRANSITION_READS);
    assertThat(plain.reconciling("sinks.delays").told())
        .contains(
            "BLOCKS sink sinks.delays, owner deployer: role deployer has no SELECT on"
                + " materialized view flights.delay_by_airport [transition-reads]"
                + " → GRANT SELECT ON \"materialize\".\"flights\".\"delay_by_airport\""
                + " TO \"deployer\"");

    Snapshot built = Catalogs.validated(BLUE);
    Cluster green = built.clusterNamed("compute_pr_17").orElseThrow();
    Snapshot given =
        built.with(
            new Cluster(
                green.id(),
                green.name(),
                "ops",
                Catalogs.grants(),
                green.comment(),
                green.options(),
                green.replicas()));
    assertThat(Before.promote(given).found())
        .extracting(Finding::rule)
        .doesNotContain(Rule.TRANSITION_CLUSTER);
    assertThat(Before.promote(given).reconciling("materialize.sinks.delays").told())
        .contains(
            "BLOCKS sink sinks.delays, owner deployer: role deployer has no CREATE on cluster"
                + " compute_pr_17 [transition-cluster] → GRANT CREATE ON CLUSTER"
                + " \"compute_pr_17\" TO \"deployer\"",
            "BLOCKS sink sinks.delays, owner deployer: role deployer has no USAGE on cluster"
                + " compute_pr_17 [transition-cluster] → GRANT USAGE ON CLUSTER"
                + " \"compute_pr_17\" TO \"deployer\"");
    assertThat(Before.promote(built).reconciling("sinks.delays").told()).isEmpty();
  }

  @Test
  void owners_of_views_must_be_able_to_read_what_these_read() {
    Snapshot foreign =
        BLUE.with(BLUE.item("u100").orElseThrow().withOwner("loader"))
            .with(owned("u10", "raw", "loader"));
    assertThat(Before.init(foreign).told())
        .containsExactly(
            "BLOCKS schema raw, owner loader: role deployer has no USAGE on it and owns what reads"
                + " it: materialized view flights.cancellations, materialized view"
                + " flights.delay_by_airport, materialized view flights.route_traffic, view"
                + " flights.on_time_board [owner-reads] → GRANT USAGE ON SCHEMA"
                + " \"materialize\".\"raw\" TO \"deployer\"",
            "BLOCKS table raw.flights, owner loader: role deployer has no SELECT on it and owns"
                + " what reads it: materialized view flights.cancellations, materialized view"
                + " flights.delay_by_airport, materialized view flights.route_traffic, view"
                + " flights.on_time_board [owner-reads] → GRANT SELECT ON"
                + " \"materialize\".\"raw\".\"flights\" TO \"deployer\"");
  }

  @Test
  void where_rights_are_not_checked_none_is_missing() {
    assertThat(
            Before.init(BLUE)
                .database(Catalogs.grants())
                .system(Catalogs.grants())
                .setting("enable_rbac_checks", "off")
                .told())
        .isEmpty();
    assertThat(
            Before.init(BLUE)
                .database(Catalogs.grants())
                .setting("enable_rbac_checks", "off")
                .setting("enable_session_rbac_checks", "on")
                .told())
        .hasSize(1);
  }

  private static Schema owned(String id, String name, String owner) {
    return new Schema(
        id,
        "materialize",
        name,
        owner,
        Catalogs.grants(new Grant("dashboard", "USAGE")),
        "the board's data");
  }
}
