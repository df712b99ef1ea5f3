package dev.verdigris.readiness;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Replica;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has to be ready before green is.
 *
 * @param objects the materialized views and indexes
 * @param reads every relation of green, to be read once: only that tells of an error in its data
 * @param sources by id, the sources and tables that green reads, over any number of views, with
 *     their names
 * @param names the names of all objects by id, for messages
 */
public record Expected(
    List<ExpectedObject> objects,
    List<Read> reads,
    SortedMap<String, String> sources,
    Map<String, String> names) {

  /** Makes the collections immutable. */
  public Expected {
    objects = List.copyOf(objects);
    reads = List.copyOf(reads);
    sources = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    names = Map.copyOf(names);
  }

  /**
   * A relation that is read.
   *
   * @param sqlName its whole name as statements have it
   * @param columns its columns
   * @param cluster the cluster that reads it; empty: the session's
   * @param stored whether its rows are stored or indexed, so that a read is cheap
   */
  public record Read(String sqlName, List<Column> columns, String cluster, boolean stored) {
    /** Makes the list immutable. */
    public Read {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Whether the server reports nothing about it: no objects, and no source or table below views.
   */
  boolean isNothing() {
    return objects.isEmpty() && sources.isEmpty();
  }

  /** The replicas of all objects by id, as people call them: {@code compute_pr_17.r1}. */
  SortedMap<String, String> replicas() {
    SortedMap<String, String> replicas = new TreeMap<>();
    for (ExpectedObject object : objects) {
      for (Replica replica : object.replicas()) {
        replicas.put(replica.id(), object.cluster() + "." + replica.name());
      }
    }
    return replicas;
  }

  /** By the ids of the objects' clusters, the ids of their replicas. */
  SortedMap<String, Set<String>> replicasByCluster() {
    SortedMap<String, Set<String>> clusters = new TreeMap<>();
    for (ExpectedObject object : objects) {
      clusters.put(
          object.on().id(),
          object.replicas().stream().map(Replica::id).collect(Collectors.toSet()));
    }
    return clusters;
  }

  /** The names of the objects that {@code other} does not expect. */
  List<String> without(Expected other) {
    return objects.stream()
        .filter(object -> !other.ids().contains(object.id()))
        .map(ExpectedObject::name)
        .toList();
  }

  /** The ids of the objects. */
  Collection<String> ids() {
    return objects.stream().map(ExpectedObject::id).distinct().toList();
  }

  /** The ids of the objects and of those of blue that they are compared with. */
  Collection<String> idsWithBlue() {
    return objects.stream()
        .flatMap(object -> Stream.of(object.id(), object.blueId()))
        .filter(id -> !id.isEmpty())
        .distinct()
        .toList();
  }

  /** What people call an object; its id where it is not a user's. */
  String name(String id) {
    return names.getOrDefault(id, id);
  }
}
