package dev.verdigris.plan;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.ComparedRelations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sinks that read one environment, each with what stands for it in the other one: the object of
 * the same name, or the one that its file named.
 *
 * @param sink the sink
 * @param from what it reads, or what the transition shows that it reads
 * @param to what it shall read; empty where the other environment has no such thing that a sink can
 *     read
 * @param via the view of the transition that it reads now; empty where it reads {@code from} itself
 */
record Cutovers(Item sink, Item from, Optional<Item> to, Optional<Item> via) {

  /** The sinks that read the old environment, for a promotion. */
  static List<Cutovers> toGreen(Situation situation) {
    return between(situation, true);
  }

  /** The sinks that read green, for a rollback. */
  static List<Cutovers> toOld(Situation situation) {
    return between(situation, false);
  }

  /** Those that have somewhere to go. */
  static List<Cutovers> possible(List<Cutovers> cutovers) {
    return cutovers.stream().filter(cutover -> cutover.to().isPresent()).toList();
  }

  private static List<Cutovers> between(Situation situation, boolean toGreen) {
    Snapshot snapshot = situation.snapshot();
    Counterparts counterparts = Counterparts.of(situation, toGreen);
    Optional<Transition> transition = Transition.of(situation);
    List<Cutovers> cutovers = new ArrayList<>();
    for (Item sink : situation.sinks()) {
      for (Item read : relationsReadBy(snapshot, sink)) {
        Optional<Item> via = transition.filter(one -> one.holds(read)).map(any -> read);
        List<Item> shown = via.isPresent() ? relationsReadBy(snapshot, read) : List.of(read);
        shown.stream()
            .filter(from -> counterparts.leaves(sink, from))
            .findFirst()
            .map(from -> new Cutovers(sink, from, counterparts.of(sink, from), via))
            .ifPresent(cutovers::add);
      }
    }
    return cutovers;
  }

  static List<Item> relationsReadBy(Snapshot snapshot, Item item) {
    return item.dependsOn().stream()
        .flatMap(id -> snapshot.item(id).stream())
        .filter(read -> read.kind().isRelation())
        .toList();
  }

  /**
   * The statement that brings the sink to its end, with the name that the relation will have.
   *
   * @param snapshot what the steps before leave
   */
  SinkStep step(Snapshot snapshot, SinkStep.Before before) {
    return step(snapshot, to.orElseThrow(() -> new IllegalStateException(sink.name())), before);
  }

  /** The statement that brings the sink to {@code target}. */
  SinkStep step(Snapshot snapshot, Item target, SinkStep.Before before) {
    Schema schema = snapshot.schema(target.schemaId()).orElseThrow();
    return new SinkStep(
        snapshot.sqlName(sink),
        sink.id(),
        Identifiers.qualified(schema.database(), schema.name(), target.name()),
        via.orElse(from).id(),
        target.id(),
        before);
  }

  /** The relations side by side, with the names that they have in a snapshot. */
  ComparedRelations compared(Snapshot snapshot) {
    Item target = to.orElseThrow(() -> new IllegalStateException(sink.name()));
    return ComparedRelations.of(
        snapshot.sqlName(from),
        columns(from, target),
        snapshot.sqlName(target),
        columns(target, from),
        SinkContract.of(sink.definition()).key());
  }

  /** In a dry run what is still to be created has no columns yet: it is shown with the other's. */
  static List<Column> columns(Item item, Item other) {
    return isUnknown(item) ? other.columns() : item.columns();
  }

  /** Whether its columns are still to come; what exists has those that the catalog tells. */
  static boolean isUnknown(Item item) {
    return CreateStep.isNew(item.id()) && item.columns().isEmpty();
  }

  /** What the sink may be called in the configuration. */
  List<String> names(Snapshot snapshot) {
    return names(snapshot, sink);
  }

  /** What a sink may be called in the configuration. */
  static List<String> names(Snapshot snapshot, Item sink) {
    String schema =
        snapshot
            .schema(sink.schemaId())
            .map(found -> found.database() + "." + found.name() + ".")
            .orElse("");
    return List.of(snapshot.displayName(sink), schema + sink.name());
  }

  /** The columns of the sink's key that the new relation does not have. */
  List<String> missingKeyColumns() {
    if (to.isEmpty() || isUnknown(to.get())) {
      return List.of();
    }
    List<String> columns = to.get().columns().stream().map(Column::name).toList();
    return SinkContract.of(sink.definition()).key().stream()
        .filter(column -> !columns.contains(column))
        .toList();
  }

  /**
   * Whether the sink was created after the relation that it reads: not cut over to it, but made for
   * it, by the deployment or by somebody since. Ids of objects only ever grow.
   */
  boolean isYoungerThanGreen() {
    return Ids.number(sink.id()) > Ids.number(from.id());
  }

  /** For people: {@code sink sinks.delays, owner materialize, reads flights.delay_by_airport}. */
  String describe(Snapshot snapshot) {
    return "sink "
        + snapshot.displayName(sink)
        + ", owner "
        + sink.owner()
        + ", reads "
        + snapshot.displayName(from);
  }
}
