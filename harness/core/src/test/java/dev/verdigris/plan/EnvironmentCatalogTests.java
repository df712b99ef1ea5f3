package dev.verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Health;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names and counterparts of what stands in green and blue. */
class EnvironmentCatalogTests {
  private final Snapshot snapshot =
      Catalogs.production()
          .with(Catalogs.schema("u20", "flights_pr_17"))
          .with(Catalogs.cluster("u5", "compute_pr_17"))
          .with(
              Catalogs.item(
                  "u200",
                  "u20",
                  "delay_by_airport",
                  ObjectKind.MATERIALIZED_VIEW,
                  "u5",
                  Set.of("u100", "u90")))
          .with(Catalogs.item("u90", "u10", "generator", ObjectKind.SOURCE, "u3", Set.of()))
          .with(Catalogs.item("u91", "u10", "generated", ObjectKind.TABLE, "", Set.of("u90")));

  private final EnvironmentCatalog green =
      new EnvironmentCatalog(
          "green",
          snapshot,
          Map.of("flights", "u20"),
          Map.of("compute", "u5"),
          Map.of("flights", "u11"));

  private final EnvironmentCatalog blue =
      new EnvironmentCatalog(
          "blue",
          snapshot,
          Map.of("flights", "u11"),
          Map.of("compute", "u2"),
          Map.of("flights", "u20"));

  private Item item(String id) {
    return snapshot.item(id).orElseThrow();
  }

  @Test
  void objects_have_the_names_of_models_in_either_environment() {
    assertThat(green.objects()).containsOnlyKeys("flights.delay_by_airport");
    assertThat(blue.relations())
        .containsOnlyKeys(
            "flights.delay_by_airport", "flights.on_time_board", "flights.route_traffic");
    assertThat(green.name(item("u200"))).isEqualTo("flights.delay_by_airport");
    assertThat(green.name(item("u102"))).isEqualTo("flights.delay_by_airport");
    assertThat(green.name(item("u107"))).isEqualTo("sinks.delays");
    assertThat(green.clusterName("u5")).isEqualTo("compute");
    assertThat(green.clusterName("u3")).isEqualTo("sinks");
    assertThat(blue.indexesOf(item("u102"))).containsExactly(item("u103"));
  }

  @Test
  void the_counterpart_of_blue_s_object_is_green_s_or_none() {
    assertThat(green.counterpart(item("u102"))).contains(item("u200"));
    assertThat(green.counterpart(item("u200"))).contains(item("u200"));
    assertThat(green.counterpart(item("u100"))).contains(item("u100"));
    assertThat(green.counterpart(item("u104"))).isEmpty();
  }

  @Test
  void a_sink_belongs_to_both_environments_and_reads_its_own_relation_in_each() {
    assertThat(green.sinks()).containsExactly(item("u107"));
    assertThat(blue.sinks()).containsExactly(item("u107"));
    assertThat(green.readBy(item("u107"))).contains(item("u102"));
  }

  @Test
  void health_is_asked_of_both_environments_and_of_what_they_read_and_feed() {
    assertThat(green.sources()).containsExactly(item("u90"));
    assertThat(blue.sources()).isEmpty();
    assertThat(green.question())
        .isEqualTo(
            new Health.Question(
                Set.of("u200", "u102", "u103", "u104", "u107", "u90"),
                Set.of("u2", "u3", "u5"),
                Set.of("u90", "u107")));
  }
}
