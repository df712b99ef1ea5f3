package dev.verdigris.plan;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Unit.Holder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sinks that read one environment, each with the same-named object of the other one.
 *
 * @param sink the sink
 * @param from what it reads
 * @param to what it shall read; empty where the other environment has nothing of that name that a
 *     sink can read
 */
record Cutovers(Item sink, Item from, Optional<Item> to) {

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
    Snapshot snapshot = situation.snapshot();
    List<Cutovers> cutovers = new ArrayList<>();
    for (Item sink : situation.sinksReading(schemas.keySet())) {
      for (String id : sink.dependsOn()) {
        Item from = snapshot.item(id).orElse(null);
        if (from != null && from.kind().isRelation() && schemas.containsKey(from.schemaId())) {
          Optional<Item> to =
              snapshot
                  .itemNamed(schemas.get(from.schemaId()), from.name())
                  .filter(item -> item.kind().isRelation() && item.kind() != ObjectKind.VIEW);
          cutovers.add(new Cutovers(sink, from, to));
        }
      }
    }
    return cutovers;
  }

  /**
   * The statement, with the name that the relation will have.
   *
   * @param snapshot what the steps before leave
   */
  SinkStep step(Snapshot snapshot) {
    Item target = to.orElseThrow(() -> new IllegalStateException(sink.name()));
    Schema schema = snapshot.schema(target.schemaId()).orElseThrow();
    return new SinkStep(
        snapshot.sqlName(sink),
        sink.id(),
        Identifiers.qualified(schema.database(), schema.name(), target.name()),
        from.id(),
        target.id());
  }

  /** The columns of the sink's key that the new relation does not have. */
  List<String> missingKeyColumns() {
    List<String> columns =
        to.map(Item::columns).orElse(List.of()).stream().map(Column::name).toList();
    return columns.isEmpty()
        ? List.of()
        : SinkKey.of(sink.definition()).columns().stream()
            .filter(column -> !columns.contains(column))
            .toList();
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
