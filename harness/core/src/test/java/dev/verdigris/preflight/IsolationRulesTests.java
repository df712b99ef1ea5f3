package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import dev.verdigris.plan.DeploymentState;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IsolationRulesTests {
  private static final Snapshot BLUE = Catalogs.production();
  private static final Snapshot BUILT = Catalogs.validated(BLUE);
  private static final String GREEN = BUILT.schemaNamed("flights_pr_17").orElseThrow().id();

  @ParameterizedTest
  @EnumSource(
      value = ObjectKind.class,
      names = {"TABLE", "SOURCE", "SINK", "CONNECTION", "SECRET", "TYPE"})
  void what_is_neither_view_nor_index_would_be_moved_away(ObjectKind kind) {
    Item odd = Catalogs.item("u900", "u11", "My \"odd\" one", kind, "", Set.of());
    assertThat(Before.init(BLUE.with(odd)).told())
        .containsExactly(
            "BLOCKS "
                + kind.label()
                + " flights.My \"odd\" one, owner deployer: it is in schema flights, which is"
                + " swapped [foreign-in-schema] → make it anew in a schema that is not deployed,"
                + " then: DROP "
                + kind.sql()
                + " \"materialize\".\"flights\".\"My \"\"odd\"\" one\"");
    Item inGreen = Catalogs.item("u901", GREEN, "odd", kind, "", Set.of());
    assertThat(Before.promote(BUILT.with(inGreen)).found())
        .extracting(Finding::rule)
        .contains(Rule.FOREIGN_IN_SCHEMA);
  }

  @Test
  void what_is_of_another_schema_on_a_deployed_cluster_would_be_moved() {
    Item other =
        Catalogs.item("u900", "u10", "daily", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of());
    assertThat(Before.init(BLUE.with(other)).told())
        .containsExactly(
            "BLOCKS materialized view raw.daily, owner deployer: it runs on cluster compute, which"
                + " is swapped [foreign-on-cluster] → make it anew on a cluster that is not"
                + " deployed, then: DROP MATERIALIZED VIEW \"materialize\".\"raw\".\"daily\"");
    Item sink = Catalogs.item("u901", "u12", "s", ObjectKind.SINK, "u2", Set.of("u106"));
    assertThat(Before.init(BLUE.with(sink)).found())
        .extracting(Finding::rule)
        .contains(Rule.FOREIGN_ON_CLUSTER);
  }

  @Test
  void blue_on_greens_cluster_and_green_on_blues() {
    String cluster = BUILT.clusterNamed("compute_pr_17").orElseThrow().id();
    Item green =
        Catalogs.item("u900", GREEN, "extra", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of());
    assertThat(Before.promote(BUILT.with(green)).told())
        .containsExactly(
            "BLOCKS materialized view flights_pr_17.extra, owner deployer: it is green's and runs"
                + " on blue's cluster compute [crossed] → DROP MATERIALIZED VIEW"
                + " \"materialize\".\"flights_pr_17\".\"extra\", and make it anew on the other"
                + " cluster");
    Item blue =
        Catalogs.item("u901", "u11", "fresh", ObjectKind.MATERIALIZED_VIEW, cluster, Set.of());
    assertThat(Before.promote(BUILT.with(blue)).found())
        .extracting(Finding::rule)
        .contains(Rule.CROSSED);
  }

  @Test
  void an_empty_green_would_empty_production() {
    Snapshot emptied = BUILT;
    for (Item item : BUILT.itemsIn(GREEN)) {
      emptied = emptied.withoutItem(item.id());
    }
    assertThat(Before.promote(emptied).told())
        .contains(
            "BLOCKS schema flights_pr_17, owner deployer: no relation is in it, and 3 in flights"
                + " [empty-green] → write the models of \"flights\", or take it out of schemas");
  }

  @Test
  void a_green_that_was_made_from_itself_is_inconsistent_which_no_phase_accepts() {
    Schema green = BUILT.schema(GREEN).orElseThrow();
    String comment = green.comment().replace("\"blue\":\"u11\"", "\"blue\":\"" + GREEN + "\"");
    assertThat(comment).isNotEqualTo(green.comment());
    Snapshot odd =
        BUILT.with(
            new Schema(GREEN, "materialize", green.name(), green.owner(), green.grants(), comment));
    assertThat(Catalogs.situation(odd).state().kind()).isEqualTo(DeploymentState.Kind.INCONSISTENT);
    assertThat(Before.promote(odd).found()).isEmpty();
  }
}
