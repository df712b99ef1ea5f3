package dev.verdigris.readiness;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What has to be ready, from the catalog: the status relations only tell what is reported. */
public final class Expectation {
  private Expectation() {}

  /**
   * The materialized views and indexes of schemas.
   *
   * @param schemas ids of green's schemas
   * @throws dev.verdigris.VerdigrisException VG-4102 when one is on a cluster without replicas
   */
  public static List<ExpectedObject> of(Snapshot snapshot, Collection<String> schemas) {
    List<ExpectedObject> expected = new ArrayList<>();
    for (String schema : schemas) {
      for (Item item : snapshot.itemsIn(schema)) {
        boolean hydrates =
            item.kind() == ObjectKind.MATERIALIZED_VIEW || item.kind() == ObjectKind.INDEX;
        if (hydrates) {
          expected.add(expected(snapshot, item));
        }
      }
    }
    expected.sort(Comparator.comparing(ExpectedObject::name));
    return expected;
  }

  private static ExpectedObject expected(Snapshot snapshot, Item item) {
    Optional<Cluster> cluster = snapshot.cluster(item.clusterId());
    String name = snapshot.displayName(item);
    if (cluster.isEmpty()) {
      throw ReadinessProblems.noCluster(name, item.clusterId()).exception();
    }
    if (cluster.get().replicas().isEmpty()) {
      throw ReadinessProblems.noReplicas(name, cluster.get().name()).exception();
    }
    Item relation =
        item.kind() == ObjectKind.INDEX
            ? item.dependsOn().stream()
                .flatMap(id -> snapshot.item(id).stream())
                .filter(read -> read.kind().isRelation())
                .findFirst()
                .orElse(item)
            : item;
    return new ExpectedObject(
        item.id(),
        name,
        snapshot.sqlName(item),
        snapshot.sqlName(relation),
        cluster.get().name(),
        cluster.get().replicas());
  }
}
