package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what would be moved or dropped although it is not the deployment's: sinks, tables, sources
 * and the like in a schema, and anything of other schemas on a cluster.
 */
final class Foreigners {
  private final Snapshot snapshot;

  Foreigners(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Refuses where blue holds what a swap would move away. */
  void refuseInBlue(Situation situation) {
    refuseInProductionSchemas(situation);
    Set<String> blue = ids(situation.schemas());
    for (Unit unit : situation.clusters()) {
      unit.production().ifPresent(cluster -> refuseOnCluster(cluster.id(), cluster.name(), blue));
    }
  }

  /** Refuses where a schema of production, blue's or green's, holds what a swap would move away. */
  void refuseInProductionSchemas(Situation situation) {
    for (Unit unit : situation.schemas()) {
      unit.production().ifPresent(schema -> refuseInSchema(schema.id(), schema.name()));
    }
  }

  /** Refuses where green holds what is not ours to swap or to drop. */
  void refuseInGreen(Situation situation) {
    for (Unit unit : situation.schemas()) {
      unit.marked().ifPresent(schema -> refuseInSchema(schema.id(), schema.name()));
    }
    Set<String> green = new HashSet<>(situation.greenSchemas());
    Transition.of(situation).ifPresent(transition -> green.add(transition.schema().id()));
    for (Unit unit : situation.clusters()) {
      unit.marked().ifPresent(cluster -> refuseOnCluster(cluster.id(), cluster.name(), green));
    }
  }

  private void refuseInSchema(String id, String name) {
    List<String> found = inSchema(id);
    if (!found.isEmpty()) {
      throw PlanProblems.foreignInSchema(name, found).exception();
    }
  }

  private void refuseOnCluster(String id, String name, Set<String> schemas) {
    List<String> found = onCluster(id, schemas);
    if (!found.isEmpty()) {
      throw PlanProblems.foreignOnCluster(name, found).exception();
    }
  }

  /** What is in a schema and is no view or index, for people. */
  List<String> inSchema(String id) {
    return describe(snapshot.itemsIn(id), item -> !item.kind().isDeployed());
  }

  /** What runs on a cluster and is no view or index of these schemas, for people. */
  List<String> onCluster(String id, Set<String> schemas) {
    return describe(
        snapshot.itemsOn(id),
        item -> !item.kind().isDeployed() || !schemas.contains(item.schemaId()));
  }

  /** The objects outside of {@code schemas} that read an object inside of them. */
  List<Item> outsideReaders(Set<String> schemas, Collection<Item> inside) {
    Set<String> ids = inside.stream().map(Item::id).collect(Collectors.toSet());
    return snapshot.items().values().stream()
        .filter(item -> !schemas.contains(item.schemaId()))
        .filter(item -> item.dependsOn().stream().anyMatch(ids::contains))
        .sorted(java.util.Comparator.comparing(snapshot::displayName))
        .toList();
  }

  /** For people: {@code sink sinks.delays, owner materialize}. */
  List<String> describe(Collection<Item> items, Predicate<Item> which) {
    return items.stream().filter(which).map(this::describe).toList();
  }

  String describe(Item item) {
    return item.kind().label() + " " + snapshot.displayName(item) + ", owner " + item.owner();
  }

  private Set<String> ids(List<Unit> schemas) {
    return schemas.stream()
        .flatMap(unit -> unit.production().stream())
        .flatMap(holder -> snapshot.schema(holder.id()).stream())
        .map(Schema::id)
        .collect(Collectors.toSet());
  }
}
