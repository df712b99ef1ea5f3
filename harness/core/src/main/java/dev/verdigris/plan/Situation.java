package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Scope;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.Unit.Holder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a deployment stands, read from a snapshot alone.
 *
 * @param scope what the deployment is about
 * @param snapshot the catalog
 * @param units its schemas and clusters
 */
public record Situation(Scope scope, Snapshot snapshot, List<Unit> units) {

  /** Makes the list immutable. */
  public Situation {
    units = List.copyOf(units);
  }

  /** Reads a snapshot. */
  public static Situation of(Scope scope, Snapshot snapshot) {
    return new Situation(scope, snapshot, Unit.all(snapshot, scope));
  }

  /** The state that follows. */
  public DeploymentState state() {
    return DeploymentState.of(this);
  }

  /** Whether some unit is in one of these positions. */
  boolean any(Set<Unit.Position> positions) {
    return units.stream().anyMatch(unit -> positions.contains(unit.position()));
  }

  /** The schemas among the units. */
  List<Unit> schemas() {
    return units.stream().filter(unit -> unit.kind() == Unit.Kind.SCHEMA).toList();
  }

  /** The clusters among the units. */
  List<Unit> clusters() {
    return units.stream().filter(unit -> unit.kind() == Unit.Kind.CLUSTER).toList();
  }

  /** The unit whose marker holds the deployment's facts; the first marked schema without one. */
  Optional<Unit> lead() {
    List<Unit> marked = schemas().stream().filter(unit -> unit.marker().isPresent()).toList();
    return marked.stream()
        .filter(unit -> unit.marker().map(Marker::lead).orElse(false))
        .findFirst()
        .or(() -> marked.stream().findFirst());
  }

  /** The deployment's facts. */
  public Optional<Marker> facts() {
    return lead().flatMap(Unit::marker);
  }

  /** Ids of the green schemas, wherever their names are. */
  Set<String> greenSchemas() {
    return schemas().stream()
        .flatMap(unit -> unit.marked().stream())
        .map(Holder::id)
        .collect(Collectors.toSet());
  }

  /** The other deployments' names by the ids of their transitions, while these stand. */
  public Map<String, String> othersTransitions() {
    Map<String, String> others = new HashMap<>();
    for (Schema schema : snapshot.schemas().values()) {
      schema
          .marker()
          .marker()
          .filter(Transition::marks)
          .filter(any -> transitionSchema().filter(schema.id()::equals).isEmpty())
          .ifPresent(marker -> others.put(schema.id(), marker.deployment()));
    }
    return others;
  }

  /** The id of the schema that sinks pass over when they are reconciled, while it stands. */
  public Optional<String> transitionSchema() {
    return Transition.of(this).map(transition -> transition.schema().id());
  }

  /**
   * Whether sinks read this deployment's transition: before its swap they have to be brought back,
   * or to their end.
   */
  public boolean hasSinksOnTransition() {
    return !Transition.sinksOn(this).isEmpty();
  }

  /** Every sink of the catalog, in the order of their names. */
  List<Item> sinks() {
    return snapshot.items().values().stream()
        .filter(item -> item.kind() == ObjectKind.SINK)
        .sorted(Comparator.comparing(snapshot::displayName))
        .toList();
  }

  /** The relation that a promotion takes a sink to, while green stands. */
  public Optional<Item> target(Item sink) {
    return Cutovers.toGreen(this).stream()
        .filter(cutover -> cutover.sink().equals(sink))
        .flatMap(cutover -> cutover.to().stream())
        .findFirst();
  }

  /** The sinks that a promotion takes from one relation to another, in the order of their names. */
  public List<Item> sinksToMove() {
    return Cutovers.toGreen(this).stream().map(Cutovers::sink).distinct().toList();
  }

  /** The sinks that read an object of one of these schemas, in the order of their names. */
  public List<Item> sinksReading(Set<String> schemaIds) {
    return sinks().stream()
        .filter(
            sink ->
                Cutovers.relationsReadBy(snapshot, sink).stream()
                    .anyMatch(read -> schemaIds.contains(read.schemaId())))
        .toList();
  }

  /** Whether everything that the markers call blue still exists. */
  boolean oldIsComplete() {
    return units.stream().allMatch(unit -> unit.old().isPresent());
  }

  /** Whether nothing that the markers call blue exists any more. */
  boolean oldIsGone() {
    return units.stream().allMatch(unit -> unit.old().isEmpty());
  }

  /** Whether what the markers call blue has got the names under which cleanup drops it. */
  boolean oldIsRetired() {
    return units.stream()
        .flatMap(unit -> unit.old().stream())
        .anyMatch(old -> old.name().equals(Unit.retired(scope.deployment(), old.id())));
  }
}
