package dev.verdigris.preflight;

import dev.verdigris.DeploymentConfig.ClusterSize;
import dev.verdigris.Phase;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.cutover.SinkDecision;
import dev.verdigris.cutover.SinkDecisions;
import dev.verdigris.plan.ProjectSinks;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rules look at.
 *
 * @param phase before which phase
 * @param situation where the deployment stands
 * @param facts what else the server says
 * @param models the next version's models; empty where they are not known
 * @param sized size and replicas of green's clusters, where they are not to be as blue's; by blue's
 *     name
 * @param decisions what was decided about sinks
 * @param project the project's sinks
 */
record Inspection(
    Phase phase,
    Situation situation,
    ServerFacts facts,
    Optional<List<ModelOutline>> models,
    Map<String, ClusterSize> sized,
    SinkDecisions decisions,
    ProjectSinks project) {

  Snapshot snapshot() {
    return situation.snapshot();
  }

  /** Whether green is complete, so that it can be compared with blue. */
  boolean greenIsBuilt() {
    return phase == Phase.PROMOTE
        && situation.units().stream().allMatch(unit -> unit.position() == Unit.Position.GREEN);
  }

  /**
   * Schemas of other deployments' transitions, which an init need not mind: they are gone by the
   * time of the promotion, and if not, that one has to wait for them.
   */
  Set<String> passing() {
    return phase == Phase.INIT ? situation.othersTransitions().keySet() : Set.of();
  }

  /** Whether somebody decided that a sink passes over a transition. */
  boolean isReconciled(Item sink) {
    return decisions
        .about(names(sink))
        .filter(decision -> decision.way() == SinkDecision.Way.RECONCILED)
        .isPresent();
  }

  /** Sinks that read production, and those that are brought to it. */
  List<Item> sinks() {
    return Stream.concat(
            situation.sinksReading(blueIds(Unit.Kind.SCHEMA)).stream(),
            situation.sinksToMove().stream())
        .distinct()
        .toList();
  }

  Stream<Unit> units(Unit.Kind kind) {
    return situation.units().stream().filter(unit -> unit.kind() == kind);
  }

  Optional<Schema> blueSchema(Unit unit) {
    return unit.production().flatMap(holder -> snapshot().schema(holder.id()));
  }

  Optional<Schema> greenSchema(Unit unit) {
    return unit.marked().flatMap(holder -> snapshot().schema(holder.id()));
  }

  Optional<Cluster> blueCluster(Unit unit) {
    return unit.production().flatMap(holder -> snapshot().cluster(holder.id()));
  }

  Optional<Cluster> greenCluster(Unit unit) {
    return unit.marked().flatMap(holder -> snapshot().cluster(holder.id()));
  }

  /** Ids of what carries production's names. */
  Set<String> blueIds(Unit.Kind kind) {
    return units(kind)
        .flatMap(unit -> unit.production().stream())
        .map(Unit.Holder::id)
        .collect(Collectors.toSet());
  }

  /** Ids of what this deployment made. */
  Set<String> greenIds(Unit.Kind kind) {
    return units(kind)
        .flatMap(unit -> unit.marked().stream())
        .map(Unit.Holder::id)
        .collect(Collectors.toSet());
  }

  /** The relations of the schemas with these ids, in the order of their names. */
  List<Item> relationsIn(Set<String> schemas) {
    return schemas.stream()
        .flatMap(id -> snapshot().itemsIn(id).stream())
        .filter(item -> item.kind().isRelation())
        .sorted(java.util.Comparator.comparing(snapshot()::displayName))
        .toList();
  }

  /** For people: {@code materialized view flights.delays}. */
  String text(Item item) {
    return item.kind().label() + " " + snapshot().displayName(item);
  }

  /** What the configuration may call an object: with and without its database. */
  List<String> names(Item item) {
    return named(
        snapshot().schema(item.schemaId()).map(Schema::database).orElse(""),
        snapshot().displayName(item));
  }

  List<String> named(String database, String name) {
    return name.startsWith(database + ".") ? List.of(name) : List.of(name, database + "." + name);
  }

  String database() {
    return situation.scope().database();
  }

  String role() {
    return snapshot().role();
  }
}
