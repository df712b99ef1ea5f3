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
import java.util.Set;

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

  /**
   * What stands under its name without its marker and is it all the same, by what is in it: the
   * switch, and views of the switch and of green. Most often another tool wrote over the comment.
   */
  static Optional<Transition> unmarked(Situation situation) {
    Snapshot snapshot = situation.snapshot();
    return situation
        .lead()
        .flatMap(lead -> snapshot.schemaNamed(situation.scope().database(), name(situation)))
        .filter(schema -> !isOurs(situation, schema))
        .map(schema -> new Transition(schema, snapshot.itemsIn(schema.id())))
        .filter(one -> one.views().stream().anyMatch(view -> one.shows(situation, view)));
  }

  private boolean shows(Situation situation, Item view) {
    Set<String> green = situation.greenSchemas();
    return switchTable()
            .filter(table -> TransitionStep.isSwitch(table.columns()))
            .filter(table -> view.dependsOn().contains(table.id()))
            .isPresent()
        && Cutovers.relationsReadBy(situation.snapshot(), view).stream()
            .anyMatch(read -> green.contains(read.schemaId()));
  }

  /** The sinks that read this deployment's transition, whoever's marker it has by now. */
  static List<Item> sinksOn(Situation situation) {
    return of(situation)
        .or(() -> unmarked(situation))
        .map(transition -> transition.sinks(situation))
        .orElse(List.of());
  }

  /** The sinks that read one of its views, in the order of their names. */
  List<Item> sinks(Situation situation) {
    return situation.sinksReading(Set.of(schema.id()));
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

  /** Its marker, from the deployment's facts: it is the green of nothing. */
  static Marker marker(Optional<Marker> facts, String name) {
    Marker lead = facts.orElseThrow(() -> new IllegalStateException("no marker"));
    return Marker.of(lead.deployment(), name, name, lead.by(), lead.at(), lead.commit());
  }

  /** The marker that it has, or should have. */
  Marker marker(Optional<Marker> facts) {
    return marker(facts, schema.name());
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
