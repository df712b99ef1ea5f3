package dev.verdigris.readiness;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.readiness.Expected.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has to be ready, from the catalog: the status relations only tell what is reported. */
public final class Expectation {
  private final Snapshot snapshot;
  private final Map<String, String> schemas;
  private final String cluster;
  private final String state;

  private Expectation(
      Snapshot snapshot, Map<String, String> schemas, String cluster, String state) {
    this.snapshot = snapshot;
    this.schemas = schemas;
    this.cluster = cluster;
    this.state = state;
  }

  /**
   * What schemas expect.
   *
   * @param schemas ids of green's schemas, each with that of blue's; empty where there is none
   * @param cluster the name of the cluster that reads views without an index; empty: the session's
   * @param state where the deployment stands, in a sentence for what is refused
   * @throws dev.verdigris.VerdigrisException VG-4102 when an object is on a cluster without
   *     replicas, VG-4104 when its cluster is gone
   */
  public static Expected of(
      Snapshot snapshot, Map<String, String> schemas, String cluster, String state) {
    return new Expectation(snapshot, schemas, cluster, state).expected();
  }

  private Expected expected() {
    List<ExpectedObject> objects = new ArrayList<>();
    Map<String, Read> reads = new LinkedHashMap<>();
    List<Item> views = new ArrayList<>();
    schemas.forEach(
        (green, blue) -> {
          for (Item item : snapshot.itemsIn(green)) {
            if (item.kind() == ObjectKind.MATERIALIZED_VIEW || item.kind() == ObjectKind.INDEX) {
              ExpectedObject object = object(item, blue);
              objects.add(object);
              relation(item)
                  .ifPresent(
                      found -> reads.putIfAbsent(found.id(), read(found, object.cluster(), true)));
            } else if (item.kind() == ObjectKind.VIEW) {
              views.add(item);
            }
          }
        });
    // A view hydrates nothing, and what it reads may be an error, or not be its owner's to read.
    for (Item view : views) {
      reads.putIfAbsent(view.id(), read(view, cluster, false));
    }
    objects.sort(Comparator.comparing(ExpectedObject::name));
    Map<String, String> names = new HashMap<>();
    snapshot.items().values().forEach(item -> names.put(item.id(), snapshot.displayName(item)));
    return new Expected(objects, List.copyOf(reads.values()), sources(), names);
  }

  private Read read(Item relation, String onCluster, boolean stored) {
    return new Read(snapshot.sqlName(relation), relation.columns(), onCluster, stored);
  }

  private ExpectedObject object(Item item, String blueSchema) {
    Optional<Cluster> on = snapshot.cluster(item.clusterId());
    String name = snapshot.displayName(item);
    if (on.isEmpty()) {
      throw ReadinessProblems.noCluster(name, item.clusterId(), state).exception();
    }
    if (on.get().replicas().isEmpty()) {
      throw ReadinessProblems.noReplicas(name, on.get().name(), state).exception();
    }
    String blue =
        snapshot
            .itemNamed(blueSchema, item.name())
            .filter(other -> other.kind() == item.kind())
            .map(Item::id)
            .orElse("");
    return new ExpectedObject(item.id(), name, blue, on.get());
  }

  private Optional<Item> relation(Item item) {
    return item.kind() == ObjectKind.INDEX
        ? item.dependsOn().stream()
            .flatMap(id -> snapshot.item(id).stream())
            .filter(read -> read.kind().isRelation())
            .findFirst()
        : Optional.of(item);
  }

  /** The sources, and the tables that may be fed by one, below green. */
  private SortedMap<String, String> sources() {
    SortedMap<String, String> sources = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    List<String> stack = new ArrayList<>();
    schemas.keySet().forEach(id -> snapshot.itemsIn(id).forEach(item -> stack.add(item.id())));

    while (!stack.isEmpty()) {
      String id = stack.remove(stack.size() - 1);
      Item item = snapshot.item(id).orElse(null);
      if (item != null && seen.add(id)) {
        if (item.kind() == ObjectKind.SOURCE || item.kind() == ObjectKind.TABLE) {
          sources.put(id, snapshot.displayName(item));
        }
        stack.addAll(item.dependsOn());
      }
    }
    return sources;
  }
}
