package dev.verdigris.validations;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.ClusterOptions;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares how clusters are made and what is indexed. Pure. */
final class ConfigurationComparison {
  static final String CLUSTER = "cluster";
  static final String LOST = "lost";
  static final String ADDED = "added";

  private ConfigurationComparison() {}

  /** Options and replicas of the clusters, and the indexes of the relations, that both have. */
  static List<Observation> of(EnvironmentCatalog blue, EnvironmentCatalog green) {
    List<Observation> observations = new ArrayList<>();
    for (String name : blue.clusters().keySet()) {
      blue.cluster(name)
          .ifPresent(
              before ->
                  green
                      .cluster(name)
                      .ifPresent(
                          after -> compare(name, options(before), options(after), observations)));
    }
    SortedMap<String, Item> relations = green.relations();
    blue.relations()
        .forEach(
            (name, item) -> {
              Item now = relations.get(name);
              if (now != null) {
                indexes(name, indexed(blue, item), indexed(green, now), observations);
              }
            });
    return observations;
  }

  private static void compare(
      String name,
      SortedMap<String, String> before,
      SortedMap<String, String> after,
      List<Observation> observations) {
    TreeSet<String> options = new TreeSet<>(before.keySet());
    options.addAll(after.keySet());
    for (String option : options) {
      String old = before.getOrDefault(option, "none");
      String current = after.getOrDefault(option, "none");
      if (!old.equals(current)) {
        observations.add(
            Observation.fail(
                CLUSTER, name + "  " + option + "  blue " + old + "  green " + current));
      }
    }
  }

  private static SortedMap<String, String> options(Cluster cluster) {
    ClusterOptions options = cluster.options();
    SortedMap<String, String> described = new TreeMap<>();
    described.put("managed", options.managed() ? "yes" : "no");
    described.put("schedule", options.schedule());
    described.put("introspection interval", options.introspectionInterval());
    described.put("introspection debugging", options.introspectionDebugging() ? "on" : "off");
    if (options.managed()) {
      described.put("size", options.size());
      described.put("replicas", String.valueOf(options.replicationFactor()));
      described.put("zones", String.join(", ", options.availabilityZones()));
    } else {
      described.put("replicas", String.valueOf(cluster.replicas().size()));
      described.put(
          "sizes",
          cluster.replicas().stream()
              .map(Replica::size)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
    return described;
  }

  /** What is indexed counts, and on which cluster; the indexes' names do not. */
  private static List<String> indexed(EnvironmentCatalog catalog, Item relation) {
    return catalog.indexesOf(relation).stream()
        .filter(index -> catalog.schemas().containsValue(index.schemaId()))
        .map(index -> keys(index) + " on " + catalog.clusterName(index.clusterId()))
        .sorted()
        .toList();
  }

  /** The stored statement ends in {@code ON [u12 AS "db"."schema"."name"] ("iata")}. */
  private static String keys(Item index) {
    String definition = index.definition();
    int on = definition.indexOf("\"] (");
    return on < 0 ? "(" + index.name() + ")" : definition.substring(on + 3).strip();
  }

  private static void indexes(
      String relation, List<String> before, List<String> after, List<Observation> observations) {
    List<String> left = new ArrayList<>(before);
    after.forEach(left::remove);
    left.forEach(
        index -> observations.add(Observation.fail(LOST, "index on " + relation + " " + index)));
    List<String> more = new ArrayList<>(after);
    before.forEach(more::remove);
    more.forEach(
        index -> observations.add(Observation.fail(ADDED, "index on " + relation + " " + index)));
  }
}
