package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Subscriber;
import dev.verdigris.plan.Unit.Holder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a rollback does to others, and whether the old environment can serve: who reads by id goes
 * on reading green, under its new name, as after any swap (recorded). A view can be made anew
 * afterwards and a replica added, so nothing of it is a reason to stay with what is to be left.
 *
 * @param situation before the swap backwards
 */
record RollbackNotes(Situation situation) {

  /** What the catalog tells; warnings first. */
  List<String> fromCatalog() {
    List<String> notes = new ArrayList<>();
    for (Unit unit : situation.clusters()) {
      unit.old()
          .flatMap(old -> situation.snapshot().cluster(old.id()))
          .filter(old -> old.replicas().isEmpty() && serves(old))
          .ifPresent(old -> notes.add(withoutReplica(unit, old)));
    }
    Foreigners foreigners = new Foreigners(situation.snapshot());
    Set<String> own = new HashSet<>(situation.greenSchemas());
    situation.transitionSchema().ifPresent(own::add);
    for (Item reader : foreigners.outsideReaders(own, greenItems())) {
      if (reader.kind() != ObjectKind.SINK) {
        notes.add(
            foreigners.describe(reader)
                + ", goes on reading "
                + read(reader.dependsOn())
                + " of the version that is left: make it anew afterwards");
      }
    }
    return notes;
  }

  /** Open subscriptions to green. */
  List<String> of(List<Subscriber> subscribers) {
    return subscribers.stream()
        .filter(one -> greenItems().stream().anyMatch(item -> one.reads().contains(item.id())))
        .map(
            one ->
                "SUBSCRIBE on "
                    + read(one.reads())
                    + " by "
                    + (one.role().isEmpty() ? "somebody" : one.role())
                    + " since "
                    + one.since()
                    + " goes on with the version that is left: subscribe again afterwards")
        .toList();
  }

  /** Placeholders of a first deployment have nothing, and are given nothing. */
  private boolean serves(Cluster old) {
    return !situation.snapshot().itemsOn(old.id()).isEmpty()
        || situation.schemas().stream()
            .flatMap(schema -> schema.old().stream())
            .anyMatch(schema -> !situation.snapshot().itemsIn(schema.id()).isEmpty());
  }

  private String withoutReplica(Unit unit, Cluster old) {
    return "warning: cluster "
        + old.name()
        + " of the old environment has no replica: as "
        + unit.of()
        + " it will not answer production until it has one: "
        + (old.options().managed()
            ? "ALTER "
                + unit.target(situation.scope().database(), unit.of()).sql()
                + " SET (REPLICATION FACTOR = 1)"
            : "CREATE CLUSTER REPLICA")
        + " after the rollback";
  }

  private String read(Set<String> ids) {
    return String.join(
        ", ",
        greenItems().stream()
            .filter(item -> ids.contains(item.id()))
            .map(situation.snapshot()::displayName)
            .sorted()
            .toList());
  }

  private List<Item> greenItems() {
    return situation.schemas().stream()
        .flatMap(schema -> schema.marked().map(Holder::id).stream())
        .flatMap(id -> situation.snapshot().itemsIn(id).stream())
        .toList();
  }
}
