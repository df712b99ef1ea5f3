package dev.verdigris.plan;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.MarkerLine;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The schema that sinks pass over when they are reconciled: a table of one row, the switch, and for
 * each relation and key a materialized view that shows the old relation or the new one, as the
 * switch says (recorded: cutover.jsonl). It is found by its name and marker; what its views read is
 * known by id, so that it means the same before a swap and after it.
 *
 * @param schema the schema
 * @param items what is in it
 */
record Transition(Schema schema, List<Item> items) {
  static final String SWITCH = "switch";

  /** Makes the list immutable. */
  Transition {
    items = List.copyOf(items);
  }

  /**
   * The name of a deployment's transition schema: green's first, since deployments of other schemas
   * may have the same name.
   */
  static String name(Situation situation) {
    return name(situation, situation.lead().map(Unit::greenName).orElse(""));
  }

  private static String name(Situation situation, String green) {
    String name = green + "_transition";
    return name.getBytes(StandardCharsets.UTF_8).length <= Identifiers.MAX_BYTES
        ? name
        : situation.scope().deployment() + "_transition";
  }

  /** This deployment's transition, if it stands. */
  static Optional<Transition> of(Situation situation) {
    Snapshot snapshot = situation.snapshot();
    return situation
        .lead()
        .flatMap(lead -> snapshot.schemaNamed(situation.scope().database(), name(situation)))
        .filter(schema -> isOurs(situation, schema))
        .map(schema -> new Transition(schema, snapshot.itemsIn(schema.id())));
  }

  /** What a cleanup could not drop before green went, and with it the facts that tell of it. */
  static Optional<Transition> leftBehind(Situation situation) {
    Snapshot snapshot = situation.snapshot();
    String ours = situation.scope().deployment().value();
    return situation.lead().isPresent()
        ? Optional.empty()
        : situation.schemas().stream()
            .map(unit -> name(situation, unit.greenName()))
            .flatMap(name -> snapshot.schemaNamed(situation.scope().database(), name).stream())
            .filter(
                schema ->
                    schema
                        .marker()
                        .marker()
                        .filter(marker -> marks(marker) && marker.deployment().equals(ours))
                        .isPresent())
            .map(schema -> new Transition(schema, snapshot.itemsIn(schema.id())))
            .findFirst();
  }

  /** Marked; or made by us a moment ago and not marked yet. */
  private static boolean isOurs(Situation situation, Schema schema) {
    Optional<Marker> marker = schema.marker().marker();
    if (marker.isPresent()) {
      return marker.get().deployment().equals(situation.scope().deployment().value())
          && marker.get().of().equals(name(situation));
    }
    return schema.marker() instanceof MarkerLine.None
        && schema.comment().isEmpty()
        && situation.snapshot().itemsIn(schema.id()).isEmpty()
        && situation.snapshot().role().equals(schema.owner());
  }

  /** Whether it is a transition's marker: the green of nothing but itself. */
  static boolean marks(Marker marker) {
    return marker.of().equals(marker.blue());
  }

  boolean isMarked() {
    return schema.marker().marker().isPresent();
  }

  Optional<Item> switchTable() {
    return items.stream()
        .filter(item -> item.kind() == ObjectKind.TABLE && item.name().equals(SWITCH))
        .findFirst();
  }

  /** The views, each of which reads the switch and two relations. */
  List<Item> views() {
    return items.stream().filter(item -> item.kind() == ObjectKind.MATERIALIZED_VIEW).toList();
  }

  /** Whether an object belongs to it. */
  boolean holds(Item item) {
    return item.schemaId().equals(schema.id());
  }
}
