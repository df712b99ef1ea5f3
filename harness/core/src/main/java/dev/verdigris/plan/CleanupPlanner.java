package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Subscriber;
import dev.verdigris.plan.Unit.Holder;
import dev.verdigris.plan.Unit.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans cleanup: first names of their own for what is dropped, so that no swap by anybody can bring
 * production under a name that a {@code DROP} says; they also tell from then on that a cleanup has
 * begun, which no rollback passes any more. Then the drops, object by object.
 */
public final class CleanupPlanner {
  private Situation situation;
  private final PlanBuilder plan;
  private final Map<Unit, Holder> victims = new LinkedHashMap<>();

  private final List<Subscriber> subscribers;

  private CleanupPlanner(Situation situation, List<Subscriber> subscribers) {
    this.situation = situation;
    this.subscribers = subscribers;
    this.plan = new PlanBuilder(Phase.CLEANUP, situation);
  }

  /**
   * The plan of cleanup.
   *
   * @throws dev.verdigris.VerdigrisException VG-52xx for everything that is refused
   */
  public static Plan plan(Situation situation) {
    return plan(situation, List.of());
  }

  /**
   * The plan of cleanup.
   *
   * @param subscribers every open {@code SUBSCRIBE}
   * @throws dev.verdigris.VerdigrisException VG-52xx and VG-5553 for everything that is refused
   */
  public static Plan plan(Situation situation, List<Subscriber> subscribers) {
    return new CleanupPlanner(situation, subscribers).plan();
  }

  private Plan plan() {
    DeploymentState state = situation.state();
    switch (state.kind()) {
      case INCONSISTENT ->
          throw PlanProblems.inconsistent(situation.scope().deployment(), state).exception();
      case SINKS_PENDING ->
          throw wrong(state, "finish the promotion or roll it back, then clean up");
      case ROLLED_BACK -> {
        if (!state.pendingSinks().isEmpty()) {
          throw wrong(state, "finish the rollback, then clean up");
        }
      }
      default -> {}
    }
    takeDownTransition();
    boolean old =
        situation.units().stream()
            .anyMatch(
                u -> u.position() == Position.PROMOTED || u.position() == Position.SUPERSEDED);
    for (Unit unit : situation.units()) {
      victim(unit, old).ifPresent(holder -> victims.put(unit, holder));
    }
    if (victims.isEmpty() && unmarked().isEmpty()) {
      Transition.leftBehind(situation).ifPresent(this::drop);
      if (plan.isEmpty()) {
        plan.note("there is nothing to clean up");
      }
      return plan.build();
    }
    refuse();
    drop();
    return plan.build();
  }

  /** Left by a promotion that did not come to its swap: sinks go back to what they read before. */
  private void takeDownTransition() {
    boolean swapped = situation.units().stream().anyMatch(u -> u.position() == Position.PROMOTED);
    if (!swapped && Transition.of(situation).isPresent()) {
      new TransitionPlanner(plan, SinkWays.NONE, false).takeDown();
      situation = plan.situation();
    }
  }

  private Optional<Holder> victim(Unit unit, boolean old) {
    if (old) {
      return unit.old();
    }
    return unit.marked();
  }

  /**
   * What an init that was cut short left without a marker: empty, and under a name that only this
   * deployment gives. It would be lost from sight under another name, so it is dropped as it is.
   */
  private List<Unit> unmarked() {
    return situation.units().stream()
        .filter(unit -> unit.position() == Position.UNMARKED && States.isOurs(situation, unit))
        .toList();
  }

  private void dropUnmarked() {
    for (Unit unit : unmarked()) {
      plan.add(new DropStep(unit.target(situation.scope().database(), unit.greenName())));
    }
  }

  private void refuse() {
    Foreigners foreigners = new Foreigners(situation.snapshot());
    Set<String> schemas = victimSchemas();
    victims.forEach(
        (unit, holder) -> {
          boolean schema = unit.kind() == Unit.Kind.SCHEMA;
          List<String> foreign =
              schema
                  ? foreigners.inSchema(holder.id())
                  : foreigners.onCluster(holder.id(), schemas);
          if (!foreign.isEmpty()) {
            throw (schema
                    ? PlanProblems.foreignInDropped(holder.name(), foreign)
                    : PlanProblems.foreignOnDropped(holder.name(), foreign))
                .exception();
          }
          refuseEarlier(unit, holder);
        });
    UnfinishedDeployments.refuseOver(
        situation, "cleanup", unit -> Optional.ofNullable(victims.get(unit)));
    List<Item> readers = foreigners.outsideReaders(schemas, victimItems());
    if (!readers.isEmpty()) {
      throw PlanProblems.readFromOutside(
              "what would be dropped",
              foreigners.describe(readers, any -> true),
              "move the readers to production's objects or drop them, then run again")
          .exception();
    }
    refuseSubscribers();
  }

  /**
   * What a {@code DROP CLUSTER} does to subscriptions that only run there, to a relation that
   * stays, is not recorded; whoever has one asked for nothing of this, so it is refused.
   */
  private void refuseSubscribers() {
    List<String> found = subscribers.stream().flatMap(this::hold).toList();
    if (!found.isEmpty()) {
      throw PlanProblems.subscribed(found).exception();
    }
  }

  /** What a subscription reads of what would be dropped, and where it runs. */
  private Stream<String> hold(Subscriber one) {
    Stream<String> read =
        victimItems().stream()
            .filter(item -> one.reads().contains(item.id()))
            .map(situation.snapshot()::displayName);
    Stream<String> on =
        victims.entrySet().stream()
            .filter(victim -> victim.getKey().kind() == Unit.Kind.CLUSTER)
            .filter(victim -> victim.getValue().id().equals(one.clusterId()))
            .map(victim -> "on cluster " + victim.getValue().name());
    String who = (one.role().isEmpty() ? "somebody" : one.role()) + " since " + one.since() + ": ";
    return Stream.concat(read, on).map(who::concat);
  }

  private void refuseEarlier(Unit unit, Holder holder) {
    Marker marker = holder.marker().orElse(null);
    if (marker == null || marker.deployment().equals(situation.scope().deployment().value())) {
      return;
    }
    boolean stands =
        unit.kind() == Unit.Kind.SCHEMA
            ? situation.snapshot().schema(marker.blue()).isPresent()
            : situation.snapshot().cluster(marker.blue()).isPresent();
    if (stands) {
      throw PlanProblems.earlierStands(unit, marker).exception();
    }
  }

  /** Nobody's sinks are on it any more: otherwise the server refuses, and it is left once more. */
  private void drop(Transition transition) {
    for (Item item : DropOrder.of(situation.snapshot(), transition.items())) {
      plan.add(new DropStep(Target.OfItem.of(situation.snapshot(), item)));
    }
    Schema schema = transition.schema();
    plan.add(new DropStep(new Target.OfSchema(schema.database(), schema.name())));
  }

  private void drop() {
    dropUnmarked();
    victims.forEach(
        (unit, holder) -> {
          String retired = Unit.retired(situation.scope().deployment(), holder.id());
          if (!holder.name().equals(retired)) {
            plan.add(rename(unit, holder.name(), retired));
          }
        });
    for (Item item : DropOrder.of(situation.snapshot(), victimItems())) {
      plan.add(new DropStep(Target.OfItem.of(plan.snapshot(), item)));
    }
    List<DropStep> last = new ArrayList<>();
    Optional<Unit> lead = situation.lead();
    victims.forEach(
        (unit, holder) -> {
          DropStep step =
              new DropStep(
                  unit.target(
                      situation.scope().database(),
                      Unit.retired(situation.scope().deployment(), holder.id())));
          // Clusters first; of the schemas, the one with the deployment's facts last.
          if (unit.kind() == Unit.Kind.CLUSTER) {
            last.add(0, step);
          } else if (lead.filter(unit::equals).isPresent()) {
            last.add(step);
          } else {
            last.add((int) last.stream().filter(s -> isCluster(s)).count(), step);
          }
        });
    plan.addAll(last);
  }

  private static boolean isCluster(DropStep step) {
    return step.target() instanceof Target.OfCluster;
  }

  private Step rename(Unit unit, String from, String to) {
    return unit.kind() == Unit.Kind.SCHEMA
        ? new SwapStep.RenameSchema(situation.scope().database(), from, to)
        : new SwapStep.RenameCluster(from, to);
  }

  private Set<String> victimSchemas() {
    return victims.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == Unit.Kind.SCHEMA)
        .map(entry -> entry.getValue().id())
        .collect(Collectors.toSet());
  }

  private List<Item> victimItems() {
    return victimSchemas().stream()
        .flatMap(id -> situation.snapshot().itemsIn(id).stream())
        .toList();
  }

  private RuntimeException wrong(DeploymentState state, String next) {
    return PlanProblems.wrongState(situation.scope().deployment(), "cleanup", state, next)
        .exception();
  }
}
