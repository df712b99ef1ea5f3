package dev.verdigris.plan;

import static dev.verdigris.plan.Catalogs.production;
import static dev.verdigris.plan.Catalogs.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.DeploymentConfig.Creation;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Snapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What production lacks is made empty, and then the way is that of every deployment. */
class FirstDeploymentTests {
  private static final Creation CREATION =
      new Creation(true, Map.of("compute", new ClusterSize("200cc", 2)));

  private final Snapshot nothing =
      without(production().withoutItem("u102").withoutItem("u104").withoutItem("u105"));

  private static Snapshot without(Snapshot production) {
    return production.withoutItem("u107").withoutSchema("u11").withoutCluster("u2");
  }

  @Test
  void placeholders_come_first_and_alone() {
    Plan plan = InitPlanner.plan(situation(nothing), Catalogs.ORIGIN, CREATION);
    assertThat(plan.steps())
        .extracting(Step::sql)
        .containsExactly(
            "CREATE SCHEMA \"materialize\".\"flights\"",
            "CREATE CLUSTER \"compute\" (SIZE = '200cc', REPLICATION FACTOR = 0)");
    assertThat(plan.notes())
        .containsExactly(
            "schema \"flights\" is made empty, as production for a first deployment",
            "cluster \"compute\" is made empty, as production for a first deployment");
    assertThat(InitPlanner.isOfPlaceholders(plan)).isTrue();
  }

  @Test
  void green_has_the_configured_size_and_not_the_placeholders() {
    Snapshot made = InitPlanner.plan(situation(nothing), Catalogs.ORIGIN, CREATION).after(nothing);
    Plan plan = InitPlanner.plan(situation(made), Catalogs.ORIGIN, CREATION);
    assertThat(InitPlanner.isOfPlaceholders(plan)).isFalse();
    Snapshot green = plan.after(made);
    assertThat(green.clusterNamed("compute_pr_17").orElseThrow().options())
        .isEqualTo(ClusterOptions.managed("200cc", 2));
    assertThat(green.clusterNamed("compute").orElseThrow().replicas()).isEmpty();
  }

  @Test
  void without_create_it_is_refused() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> InitPlanner.plan(situation(nothing), Catalogs.ORIGIN))
        .withMessageStartingWith(
            "VG-2201 CONFIGURATION  there is no schema \"flights\" in database \"materialize\"\n");
  }

  @Test
  void a_cluster_needs_its_size() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(
            () ->
                InitPlanner.plan(situation(nothing), Catalogs.ORIGIN, new Creation(true, Map.of())))
        .withMessage(
            """
            VG-2552 CONFIGURATION  there is no cluster "compute", and its size is not configured
              state     nothing was changed
              next      name it in verdigris.yaml: green: {clusters: [compute = 100cc x 1]}\
            """);
  }

  @Test
  void a_production_that_went_away_under_a_green_is_not_made_anew() {
    Snapshot ready = Catalogs.built(production());
    Snapshot gone = without(ready.withoutItem("u102").withoutItem("u104").withoutItem("u105"));
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> InitPlanner.plan(situation(gone), Catalogs.ORIGIN, CREATION))
        .withMessageStartingWith("VG-2201 CONFIGURATION  there is no schema \"flights\"");
  }
}
