package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Redirection;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Unit.Holder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in one environment for what a sink reads of the other: the relation of the same name,
 * unless the sink's file named another one when it was promoted, which the marker tells.
 *
 * @param snapshot the catalog
 * @param schemas ids of the schemas that are left, with those that are gone to
 * @param redirections the sinks that go elsewhere
 * @param toGreen whether green is gone to, or left
 */
record Counterparts(
    Snapshot snapshot,
    Map<String, String> schemas,
    List<Redirection> redirections,
    boolean toGreen) {

  static Counterparts of(Situation situation, boolean toGreen) {
    Map<String, String> schemas = new HashMap<>();
    for (Unit unit : situation.schemas()) {
      Optional<Holder> old = unit.old();
      Optional<Holder> green = unit.marked();
      if (old.isPresent() && green.isPresent()) {
        String oldId = old.get().id();
        String greenId = green.get().id();
        schemas.put(toGreen ? oldId : greenId, toGreen ? greenId : oldId);
      }
    }
    return new Counterparts(
        situation.snapshot(),
        schemas,
        situation.facts().map(Marker::sinks).orElse(List.of()),
        toGreen);
  }

  /** Whether a sink that reads {@code relation} leaves it. */
  boolean leaves(Item sink, Item relation) {
    return redirection(sink, relation).isPresent() || schemas.containsKey(relation.schemaId());
  }

  /** What a sink reads instead of {@code relation}; empty where nothing that it can read. */
  Optional<Item> of(Item sink, Item relation) {
    return redirection(sink, relation)
        .map(one -> snapshot.item(toGreen ? one.green() : one.old()))
        .orElseGet(() -> named(relation))
        .filter(Counterparts::isExportable);
  }

  /** The relation of the same name. */
  Optional<Item> named(Item relation) {
    return snapshot.itemNamed(schemas.getOrDefault(relation.schemaId(), ""), relation.name());
  }

  /** Whether a sink can read it. */
  static boolean isExportable(Item item) {
    return item.kind().isRelation() && item.kind() != ObjectKind.VIEW;
  }

  private Optional<Redirection> redirection(Item sink, Item relation) {
    return redirections.stream()
        .filter(one -> one.sink().equals(sink.id()))
        .filter(one -> (toGreen ? one.old() : one.green()).equals(relation.id()))
        .findFirst();
  }
}
