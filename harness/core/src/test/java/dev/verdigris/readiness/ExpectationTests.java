package dev.verdigris.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Replica;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.readiness.Expected.Read;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExpectationTests {
  private static final Replica R1 = new Replica("u1", "r1", "25cc", "");

  @Test
  void materialized_views_and_indexes_are_awaited_and_every_relation_is_read() {
    Expected expected = of(green(List.of(R1)));
    assertThat(expected.objects())
        .containsExactly(
            new ExpectedObject("u21", "flights_pr_17.board_idx", "", cluster(List.of(R1))),
            new ExpectedObject("u20", "flights_pr_17.delays", "u10", cluster(List.of(R1))));
    assertThat(expected.reads())
        .containsExactlyInAnyOrder(
            new Read(
                "\"materialize\".\"flights_pr_17\".\"board\"", List.of(), "compute_pr_17", true),
            new Read(
                "\"materialize\".\"flights_pr_17\".\"delays\"", List.of(), "compute_pr_17", true),
            new Read(
                "\"materialize\".\"flights_pr_17\".\"plain\"", List.of(), "compute_pr_17", false));
  }

  @Test
  void sources_are_found_over_any_number_of_views_and_schemas() {
    assertThat(of(green(List.of(R1))).sources())
        .containsExactlyInAnyOrderEntriesOf(Map.of("u2", "raw.flights", "u1", "raw.kafka_flights"));
  }

  @Test
  void an_object_on_a_cluster_without_replicas_never_hydrates() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> of(green(List.of())))
        .withMessage(
            """
            VG-4102 NOT READY  cluster "compute_pr_17" has no replicas, so that flights_pr_17.board_idx never hydrates
              state     deployment pr_17 is built (every model was created in green)
              next      give it a replica and run again: ALTER CLUSTER "compute_pr_17" SET (REPLICATION FACTOR = 1)\
            """);
  }

  @Test
  void an_object_on_a_cluster_that_is_gone_never_hydrates() {
    assertThatExceptionOfType(VerdigrisException.class)
        .isThrownBy(() -> of(green(List.of(R1)).withoutCluster("u2")))
        .withMessage(
            """
            VG-4104 NOT READY  the cluster of flights_pr_17.board_idx is gone (u2)
              state     deployment pr_17 is built (every model was created in green)
              next      clean the deployment up (verdigris cleanup) and deploy again\
            """);
  }

  private static Expected of(Snapshot snapshot) {
    return Expectation.of(
        snapshot,
        Map.of("u20", "u10"),
        "compute_pr_17",
        "deployment pr_17 is built (every model was created in green)");
  }

  private static Snapshot green(List<Replica> replicas) {
    return new Snapshot(
            "materialize", "ann", Set.of("ann"), false, Map.of(), Map.of(), Map.of(), Map.of())
        .with(schema("u9", "raw"))
        .with(schema("u10", "flights"))
        .with(schema("u20", "flights_pr_17"))
        .with(cluster(replicas))
        .with(item("u1", "u9", "kafka_flights", ObjectKind.SOURCE, "", Set.of()))
        .with(item("u2", "u9", "flights", ObjectKind.TABLE, "", Set.of("u1")))
        .with(item("u3", "u9", "clean", ObjectKind.VIEW, "", Set.of("u2")))
        .with(item("u4", "u9", "unread", ObjectKind.SOURCE, "", Set.of()))
        .with(item("u10", "u10", "delays", ObjectKind.MATERIALIZED_VIEW, "u1", Set.of("u3")))
        // Of that name and of another kind: not what it is compared with.
        .with(item("u11", "u10", "board_idx", ObjectKind.VIEW, "", Set.of()))
        .with(item("u20", "u20", "delays", ObjectKind.MATERIALIZED_VIEW, "u2", Set.of("u3")))
        .with(item("u21", "u20", "board_idx", ObjectKind.INDEX, "u2", Set.of("u22")))
        .with(item("u22", "u20", "board", ObjectKind.VIEW, "", Set.of("u20")))
        .with(item("u23", "u20", "plain", ObjectKind.VIEW, "", Set.of("u20")));
  }

  private static Cluster cluster(List<Replica> replicas) {
    return new Cluster(
        "u2",
        "compute_pr_17",
        "ann",
        new TreeSet<>(),
        "",
        ClusterOptions.managed("25cc", replicas.size()),
        replicas);
  }

  private static Schema schema(String id, String name) {
    return new Schema(id, "materialize", name, "ann", new TreeSet<>(), "");
  }

  private static Item item(
      String id, String schema, String name, ObjectKind kind, String cluster, Set<String> reads) {
    return new Item(
        id,
        schema,
        name,
        kind,
        "ann",
        cluster,
        new TreeSet<>(),
        "",
        Map.of(),
        List.of(),
        "",
        reads);
  }
}
