package dev.verdigris.validations;

import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Compares what stands in blue with what stands in green. Pure. */
final class ObjectComparison {
  static final String REMOVED = "removed";
  static final String ADDED = "added";
  static final String KIND = "kind";
  static final String CLUSTER = "cluster";

  private ObjectComparison() {}

  /** Relations that only one side has, or that are otherwise made in green. */
  static List<Observation> of(EnvironmentCatalog blue, EnvironmentCatalog green) {
    SortedMap<String, Item> before = blue.relations();
    SortedMap<String, Item> after = green.relations();
    List<Observation> observations = new ArrayList<>();
    before.forEach(
        (name, item) -> {
          Item now = after.get(name);
          if (now == null) {
            observations.add(Observation.fail(REMOVED, name + ", " + item.kind().label()));
            return;
          }
          if (now.kind() != item.kind()) {
            observations.add(
                Observation.fail(
                    KIND,
                    name + "  blue " + item.kind().label() + "  green " + now.kind().label()));
          }
          String old = cluster(blue, item);
          String current = cluster(green, now);
          if (!old.equals(current)) {
            observations.add(
                Observation.fail(CLUSTER, name + "  blue on " + old + "  green on " + current));
          }
        });
    after.forEach(
        (name, item) -> {
          if (!before.containsKey(name)) {
            observations.add(Observation.fail(ADDED, name + ", " + item.kind().label()));
          }
        });
    return observations;
  }

  /** The columns of every relation that both sides have. */
  static List<Observation> columns(
      EnvironmentCatalog blue, EnvironmentCatalog green, Compatibility compatibility) {
    SortedMap<String, Item> after = green.relations();
    List<Observation> observations = new ArrayList<>();
    blue.relations()
        .forEach(
            (name, item) -> {
              Item now = after.get(name);
              if (now != null) {
                observations.addAll(
                    ColumnComparison.of(name, item.columns(), now.columns(), compatibility));
              }
            });
    return observations;
  }

  private static String cluster(EnvironmentCatalog catalog, Item item) {
    return item.clusterId().isEmpty() ? "none" : catalog.clusterName(item.clusterId());
  }
}
