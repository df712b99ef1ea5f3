package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.SourcePosition;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.project.ProjectSink;
import dev.verdigris.project.QualifiedName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rights that a CREATE SINK behind the swap needs. */
class NewSinkRulesTests {
  private static final ProjectSink BOARD = sink("board");

  private static ProjectSink sink(String name) {
    String sql = "CREATE SINK";
    return new ProjectSink(
        new QualifiedName("materialize", "sinks", name),
        new QualifiedName("materialize", "flights", "delay_by_airport"),
        "sinks",
        List.of(new QualifiedName("materialize", "sinks", "kafka")),
        sql,
        SourcePosition.of("models/sinks/" + name + ".sql", sql, 0));
  }

  /** Schema, cluster and connection of the sinks are somebody else's. */
  private static Snapshot foreign() {
    Snapshot production = Catalogs.production();
    Cluster sinks = production.cluster("u3").orElseThrow();
    return production
        .with(new Schema("u12", "materialize", "sinks", "ops", Catalogs.grants(), ""))
        .with(
            new Cluster(
                "u3", "sinks", "ops", Catalogs.grants(), "", sinks.options(), sinks.replicas()))
        .with(production.item("u106").orElseThrow().withOwner("ops"));
  }

  @Test
  void each_right_that_a_new_sink_lacks_is_named_with_what_gives_it() {
    assertThat(lacking(Before.init(foreign())))
        .containsExactly(
            "BLOCKS sink sinks.board: role deployer has no CREATE on CLUSTER \"sinks\" [new-sink]"
                + " → GRANT CREATE ON CLUSTER \"sinks\" TO \"deployer\"",
            "BLOCKS sink sinks.board: role deployer has no CREATE on SCHEMA"
                + " \"materialize\".\"sinks\" [new-sink] → GRANT CREATE ON SCHEMA"
                + " \"materialize\".\"sinks\" TO \"deployer\"",
            "BLOCKS sink sinks.board: role deployer has no USAGE on CONNECTION"
                + " \"materialize\".\"sinks\".\"kafka\" [new-sink] → GRANT USAGE ON CONNECTION"
                + " \"materialize\".\"sinks\".\"kafka\" TO \"deployer\"",
            "BLOCKS sink sinks.board: role deployer has no USAGE on SCHEMA"
                + " \"materialize\".\"sinks\" [new-sink] → GRANT USAGE ON SCHEMA"
                + " \"materialize\".\"sinks\" TO \"deployer\"");
    assertThat(Before.init(foreign()).sinks(sink("delays")).found())
        .as("one that exists is not created")
        .extracting(Finding::rule)
        .doesNotContain(Rule.NEW_SINK);
  }

  @Test
  void before_the_promotion_its_relation_has_to_be_readable() {
    Snapshot built = Catalogs.validated(Catalogs.production());
    Item green =
        built
            .itemNamed(built.schemaNamed("flights_pr_17").orElseThrow().id(), "delay_by_airport")
            .orElseThrow();
    assertThat(Before.promote(built).sinks(BOARD).told()).isEmpty();
    assertThat(
            lacking(
                Before.promote(built.with(green.withOwner("ann").withGrants(Catalogs.grants())))))
        .containsExactly(
            "BLOCKS sink sinks.board: role deployer has no SELECT on materialized view"
                + " flights_pr_17.delay_by_airport [new-sink] → GRANT SELECT ON"
                + " \"materialize\".\"flights_pr_17\".\"delay_by_airport\" TO \"deployer\"");
  }

  @Test
  void a_sink_whose_file_names_another_relation_has_to_be_able_to_read_that_one() {
    Snapshot built = Catalogs.validated(Catalogs.production());
    String green = built.schemaNamed("flights_pr_17").orElseThrow().id();
    Item traffic = built.itemNamed(green, "route_traffic").orElseThrow();
    Snapshot secret = built.with(traffic.withOwner("ann").withGrants(Catalogs.grants()));
    ProjectSink delays = sink("delays");
    ProjectSink elsewhere =
        new ProjectSink(
            delays.name(),
            new QualifiedName("materialize", "flights", "route_traffic"),
            "sinks",
            delays.connections(),
            delays.sql(),
            delays.position());
    Snapshot told =
        new ProjectSinks(List.of(elsewhere)).told(Catalogs.situation(secret)).snapshot();

    assertThat(lacking(Rule.SINK_RELATION, Before.promote(secret).sinks(delays))).isEmpty();
    assertThat(lacking(Rule.SINK_RELATION, Before.promote(told).sinks(elsewhere)))
        .containsExactly(
            "BLOCKS sink sinks.delays, owner deployer: role deployer has no SELECT on materialized"
                + " view flights_pr_17.route_traffic [sink-relation] → GRANT SELECT ON"
                + " \"materialize\".\"flights_pr_17\".\"route_traffic\" TO \"deployer\"");
  }

  private static List<String> lacking(Before before) {
    return lacking(Rule.NEW_SINK, before.sinks(BOARD));
  }

  private static List<String> lacking(Rule rule, Before before) {
    return before.found().stream()
        .filter(finding -> finding.rule() == rule)
        .map(Before::line)
        .toList();
  }
}
