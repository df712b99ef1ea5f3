package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Subscriber;
import dev.verdigris.plan.Unit.Holder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans rollback: the same swaps once more, then the sinks. In the transaction of the swaps green's
 * schemas get names that say that they were swapped back; so a rollback that was killed anywhere
 * has either not happened or is told by the catalog, without a comment that could land on the wrong
 * schema while others swap.
 */
public final class RollbackPlanner {
  private final Situation situation;
  private final PlanBuilder plan;

  private final SinkWays ways;

  private RollbackPlanner(Situation situation, SinkWays ways) {
    this.situation = situation;
    this.ways = ways;
    this.plan = new PlanBuilder(Phase.ROLLBACK, situation);
  }

  /**
   * The plan of rollback.
   *
   * @throws dev.verdigris.VerdigrisException VG-52xx for everything that is refused
   */
  public static Plan plan(Situation situation) {
    return plan(situation, SinkWays.NONE);
  }

  /**
   * The plan of rollback. Names go back first; what sinks send can wait for that, since they read
   * by id.
   *
   * @param ways how each sink is cut over
   * @throws dev.verdigris.VerdigrisException VG-52xx for everything that is refused
   */
  public static Plan plan(Situation situation, SinkWays ways) {
    return new RollbackPlanner(situation, ways).plan();
  }

  /** Who has an open {@code SUBSCRIBE} on what a rollback takes out of production. */
  public static List<String> subscriptions(Situation situation, List<Subscriber> subscribers) {
    return new RollbackNotes(situation).of(subscribers);
  }

  private Plan plan() {
    DeploymentState state = situation.state();
    switch (state.kind()) {
      case INCONSISTENT ->
          throw PlanProblems.inconsistent(situation.scope().deployment(), state).exception();
      case PROMOTED, SINKS_PENDING -> swap(state);
      case ROLLED_BACK -> {}
      case SUPERSEDED -> throw wrong(state, "roll the later deployment back first");
      case GONE -> throw wrong(state, "deploy the former models under a new name");
      case CLEANING_UP -> throw wrong(state, "finish the cleanup");
      default -> throw wrong(state, "there is nothing to roll back");
    }
    for (Cutovers cutover : Cutovers.toOld(situation)) {
      if (cutover.to().isEmpty()) {
        plan.note(
            cutover.describe(situation.snapshot())
                + ", which the old environment does not have: it goes on reading it");
      } else if (cutover.isYoungerThanGreen()) {
        plan.note(
            cutover.describe(situation.snapshot())
                + ", was made for it: it stays, and reads the old environment from now on");
      }
    }
    TransitionPlanner sinks = new TransitionPlanner(plan, ways, false);
    sinks.plain();
    sinks.enter();
    sinks.leave();
    if (plan.isEmpty()) {
      UnfinishedDeployments.refuseOver(situation, "rollback", Unit::marked);
      plan.note("deployment " + situation.scope().deployment() + " is rolled back already");
    }
    return plan.build();
  }

  private void swap(DeploymentState state) {
    for (Unit unit : situation.units()) {
      String old = unit.old().map(Holder::name).orElse("");
      if (!old.equals(unit.greenName())) {
        throw wrong(
            state,
            "the old "
                + unit.kind().label()
                + " of "
                + unit.of()
                + " is "
                + (old.isEmpty() ? "gone" : "named " + old)
                + ": deploy the former models under a new name");
      }
    }
    UnfinishedDeployments.refuse(situation, "rollback");
    // Made by somebody since the promotion; what runs on a cluster goes on running on it.
    new Foreigners(situation.snapshot()).refuseInProductionSchemas(situation);
    situation.schemas().forEach(this::tellVanishing);
    new RollbackNotes(situation).fromCatalog().forEach(plan::note);
    plan.addAll(PromotePlanner.Swaps.back(situation.scope()));
  }

  /** The deployment's own new objects, and those that others have made in production since. */
  private void tellVanishing(Unit schema) {
    Set<String> before = itemsIn(schema.old()).map(Item::name).collect(Collectors.toSet());
    List<String> vanishing =
        itemsIn(schema.production())
            .filter(item -> item.kind().isRelation() && !before.contains(item.name()))
            .map(situation.snapshot()::displayName)
            .toList();
    if (!vanishing.isEmpty()) {
      plan.note(
          "production will not have "
              + String.join(", ", vanishing)
              + " any more: the old environment has no such object");
    }
  }

  private Stream<Item> itemsIn(Optional<Holder> schema) {
    return schema.stream().flatMap(one -> situation.snapshot().itemsIn(one.id()).stream());
  }

  private RuntimeException wrong(DeploymentState state, String next) {
    return PlanProblems.wrongState(situation.scope().deployment(), "rollback", state, next)
        .exception();
  }
}
