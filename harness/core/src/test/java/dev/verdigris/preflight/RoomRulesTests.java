package dev.verdigris.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Catalogs;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomRulesTests {
  private static final Snapshot BLUE = Catalogs.production();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_clusters                  | 3    | 4    | clusters: green needs 1 more, 3 exist and max_clusters is 3 [room-clusters]
          max_schemas_per_database      | 4    | 5    | schemas of database materialize: green needs 1 more, 4 exist and max_schemas_per_database is 4 [room-schemas]
          max_materialized_views        | 4    | 5    | materialized views: green needs 3 more, 2 exist and max_materialized_views is 4 [room-materialized-views]
          max_objects_per_schema        | 4    | 5    | schema flights_pr_17: green needs 5 objects and max_objects_per_schema is 4 [room-objects]
          max_replicas_per_cluster      | 0    | 1    | cluster compute_pr_17: green needs 1 replicas and max_replicas_per_cluster is 0 [room-replicas]
          max_credit_consumption_rate   | 0.75 | 1    | credits an hour: green needs 0.25, 0.75 are used and max_credit_consumption_rate is 0.75 [room-credits]
          """)
  void a_limit_blocks_where_one_more_would_do(
      String setting, String little, String enough, String text) {
    assertThat(Before.init(BLUE).setting(setting, little).told())
        .singleElement()
        .asString()
        .startsWith("BLOCKS " + text + " → drop what is not needed, or by mz_system: ALTER SYSTEM")
        .endsWith(" SET " + setting + " = " + enough);
    assertThat(Before.init(BLUE).setting(setting, enough).told()).isEmpty();
  }

  @Test
  void a_size_that_is_not_allowed_any_more() {
    assertThat(
            Before.init(BLUE)
                .setting("allowed_cluster_replica_sizes", "\"50cc\", \"100cc\"")
                .told())
        .containsExactly(
            "BLOCKS cluster compute, owner deployer: its size 25cc is none of"
                + " allowed_cluster_replica_sizes: \"50cc\", \"100cc\" [room-size]"
                + " → ALTER CLUSTER \"compute\" SET (SIZE = '…')");
    assertThat(Before.init(BLUE).setting("allowed_cluster_replica_sizes", "").told()).isEmpty();
    assertThat(Before.init(BLUE).setting("allowed_cluster_replica_sizes", "25cc,50cc").told())
        .isEmpty();
  }

  @Test
  void a_configured_green_needs_room_for_what_init_will_create() {
    Before large = Before.init(BLUE).sized("50cc", 3);
    assertThat(large.told()).isEmpty();
    assertThat(large.setting("max_replicas_per_cluster", "2").told())
        .singleElement()
        .asString()
        .contains("cluster compute_pr_17: green needs 3 replicas");
    assertThat(large.setting("max_credit_consumption_rate", "2").told())
        .singleElement()
        .asString()
        .contains("green needs 1.5, 0.75 are used")
        .endsWith("SET max_credit_consumption_rate = 2.25");
    assertThat(large.setting("allowed_cluster_replica_sizes", "25cc").told())
        .containsExactly(
            "BLOCKS cluster compute, owner deployer: green's size 50cc is none of"
                + " allowed_cluster_replica_sizes: 25cc [room-size]"
                + " → name another size in green.clusters");
    // Blue's own size is not asked for then.
    assertThat(large.setting("allowed_cluster_replica_sizes", "50cc").told()).isEmpty();
    assertThat(
            Before.init(BLUE)
                .sized("25cc", 0)
                .setting("max_replicas_per_cluster", "0")
                .setting("max_credit_consumption_rate", "0")
                .told())
        .isEmpty();
  }

  @Test
  void without_models_green_will_need_what_blue_has() {
    assertThat(
            Before.init(BLUE)
                .models(Optional.empty())
                .setting("max_materialized_views", "3")
                .told())
        .hasSize(1)
        .first()
        .asString()
        .contains("green needs 2 more, 2 exist");
  }

  @Test
  void what_is_made_already_needs_no_room() {
    Snapshot built = Catalogs.validated(BLUE);
    assertThat(
            Before.promote(built)
                .setting("max_clusters", "1")
                .setting("max_materialized_views", "1")
                .setting("max_objects_per_schema", "1")
                .setting("max_schemas_per_database", "1")
                .told())
        .isEmpty();
    assertThat(
            Before.init(Catalogs.built(BLUE))
                .setting("max_clusters", "1")
                .setting("max_materialized_views", "1")
                .told())
        .isEmpty();
  }
}
