package dev.verdigris.catalog;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the catalog says of one environment, in the names that people and models use. Everything is
 * looked up in one snapshot, which has the other environment too.
 *
 * @param environment {@code green} or {@code blue}
 * @param snapshot the catalog
 * @param schemas ids of the environment's schemas by configured name, in the configuration's order
 * @param clusters ids of its clusters by configured name, in the configuration's order
 * @param otherSchemas ids of the other environment's schemas by configured name
 */
public record EnvironmentCatalog(
    String environment,
    Snapshot snapshot,
    Map<String, String> schemas,
    Map<String, String> clusters,
    Map<String, String> otherSchemas) {

  /** Makes the maps immutable; their order stays. */
  public EnvironmentCatalog {
    schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
    clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
    otherSchemas = Collections.unmodifiableMap(new LinkedHashMap<>(otherSchemas));
  }

  /** The same environment as another snapshot has it, so that two can be compared at one time. */
  public EnvironmentCatalog in(Snapshot other) {
    return new EnvironmentCatalog(environment, other, schemas, clusters, otherSchemas);
  }

  /** Everything in the environment's schemas, by the name that models use. */
  public SortedMap<String, Item> objects() {
    SortedMap<String, Item> objects = new TreeMap<>();
    schemas.forEach(
        (name, id) ->
            snapshot.itemsIn(id).forEach(item -> objects.put(name + "." + item.name(), item)));
    return objects;
  }

  /** The relations in the environment's schemas, by the name that models use. */
  public SortedMap<String, Item> relations() {
    SortedMap<String, Item> relations = objects();
    relations.values().removeIf(item -> !item.kind().isRelation());
    return relations;
  }

  /** The indexes of a relation, in the order of their names. */
  public List<Item> indexesOf(Item relation) {
    return snapshot.dependents(relation.id()).stream()
        .filter(item -> item.kind() == ObjectKind.INDEX)
        .toList();
  }

  /**
   * What people call an object: a configured schema's name, whichever name the schema has now, and
   * the object's.
   */
  public String name(Item item) {
    return configured(schemas, item.schemaId())
        .or(() -> configured(otherSchemas, item.schemaId()))
        .map(schema -> schema + "." + item.name())
        .orElseGet(() -> snapshot.displayName(item));
  }

  /** What people call a cluster: the configured name where it is one of the environment's. */
  public String clusterName(String clusterId) {
    return configured(clusters, clusterId)
        .or(() -> snapshot.cluster(clusterId).map(Cluster::name))
        .orElse(clusterId);
  }

  /** The cluster that is configured under a name. */
  public Optional<Cluster> cluster(String configuredName) {
    return Optional.ofNullable(clusters.get(configuredName)).flatMap(snapshot::cluster);
  }

  /**
   * What stands for an object in this environment: the object of the same name where it is the
   * other environment's, itself where it is this one's or nobody's.
   */
  public Optional<Item> counterpart(Item item) {
    Optional<String> schema = configured(otherSchemas, item.schemaId());
    return schema.isEmpty() || schemas.containsValue(item.schemaId())
        ? Optional.of(item)
        : schema
            .map(schemas::get)
            .flatMap(id -> snapshot.itemNamed(id, item.name()))
            .filter(found -> found.kind().isRelation() == item.kind().isRelation());
  }

  /** The sinks that read a relation of either environment, in the order of their names. */
  public List<Item> sinks() {
    return snapshot.items().values().stream()
        .filter(item -> item.kind() == ObjectKind.SINK)
        .filter(sink -> readBy(sink).filter(this::isDeployed).isPresent())
        .sorted(Comparator.comparing(snapshot::displayName))
        .toList();
  }

  /** The relation that a sink reads now. */
  public Optional<Item> readBy(Item sink) {
    return sink.dependsOn().stream()
        .flatMap(id -> snapshot.item(id).stream())
        .filter(read -> read.kind().isRelation())
        .min(Comparator.comparing(Item::id));
  }

  /** The sources, and tables that a source feeds, that the environment reads over any number. */
  public List<Item> sources() {
    return everythingRead().stream()
        .flatMap(id -> snapshot.item(id).stream())
        .filter(item -> item.kind() == ObjectKind.SOURCE || isFed(item))
        .sorted(Comparator.comparing(snapshot::displayName))
        .toList();
  }

  private Set<String> everythingRead() {
    Set<String> read = new TreeSet<>();
    ArrayDeque<Item> open = new ArrayDeque<>(objects().values());
    while (!open.isEmpty()) {
      for (String id : open.removeLast().dependsOn()) {
        if (read.add(id)) {
          snapshot.item(id).ifPresent(open::add);
        }
      }
    }
    return read;
  }

  /** What is asked about the health of both environments, their sources and their sinks. */
  public Health.Question question() {
    Set<String> objects = new TreeSet<>();
    Set<String> connectors = new TreeSet<>();
    Stream.concat(schemas.values().stream(), otherSchemas.values().stream())
        .flatMap(id -> snapshot.itemsIn(id).stream())
        .filter(EnvironmentCatalog::hydrates)
        .forEach(item -> objects.add(item.id()));
    Stream.concat(sinks().stream(), sources().stream()).forEach(item -> connectors.add(item.id()));
    objects.addAll(connectors);
    Set<String> replicas = new TreeSet<>();
    Stream.concat(
            clusters.values().stream(),
            objects.stream().flatMap(id -> snapshot.item(id).stream()).map(Item::clusterId))
        .flatMap(id -> snapshot.cluster(id).stream())
        .flatMap(cluster -> cluster.replicas().stream())
        .forEach(replica -> replicas.add(replica.id()));
    return new Health.Question(objects, replicas, connectors);
  }

  /** Whether an object is computed and kept by a cluster. */
  public static boolean hydrates(Item item) {
    return item.kind() == ObjectKind.MATERIALIZED_VIEW || item.kind() == ObjectKind.INDEX;
  }

  private boolean isFed(Item item) {
    return item.kind() == ObjectKind.TABLE
        && item.dependsOn().stream()
            .flatMap(id -> snapshot.item(id).stream())
            .anyMatch(read -> read.kind() == ObjectKind.SOURCE);
  }

  private boolean isDeployed(Item item) {
    Collection<String> mine = schemas.values();
    return mine.contains(item.schemaId()) || otherSchemas.containsValue(item.schemaId());
  }

  private static Optional<String> configured(Map<String, String> names, String id) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
