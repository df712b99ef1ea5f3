package dev.verdigris.plan;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Marker;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Unit.Holder;
import java.util.List;
import java.util.Optional;

/** Refusals that several planners share. */
final class States {
  private States() {}

  /** Refuses where nothing more can be built: superseded, being dropped, or contradictory. */
  static void refuseUnusable(Situation situation, String phase, DeploymentState state) {
    if (state.kind() == Kind.INCONSISTENT) {
      throw PlanProblems.inconsistent(situation.scope().deployment(), state).exception();
    }
    if (state.kind() == Kind.SUPERSEDED) {
      throw PlanProblems.wrongState(
              situation.scope().deployment(),
              phase,
              state,
              "choose a new name: -Dverdigris.deployment=...")
          .exception();
    }
    if (state.kind() == Kind.CLEANING_UP) {
      throw PlanProblems.wrongState(
              situation.scope().deployment(), phase, state, "finish the cleanup, then run again")
          .exception();
    }
    refuseUnfinishedRollback(situation, phase, state);
  }

  /** Refuses what was rolled back: only a run with other models takes it up again. */
  static void refuseRolledBack(Situation situation, String phase, DeploymentState state) {
    if (state.kind() == Kind.ROLLED_BACK) {
      refuseUnfinishedRollback(situation, phase, state);
      throw PlanProblems.rolledBack(
              situation.scope().deployment(),
              phase,
              situation.units().stream()
                  .flatMap(
                      unit -> unit.marked().stream().map(holder -> unit.describe(holder.name())))
                  .toList())
          .exception();
    }
  }

  private static void refuseUnfinishedRollback(
      Situation situation, String phase, DeploymentState state) {
    if (state.kind() == Kind.ROLLED_BACK && !state.pendingSinks().isEmpty()) {
      throw PlanProblems.wrongState(
              situation.scope().deployment(), phase, state, "finish the rollback, then run again")
          .exception();
    }
  }

  /** Refuses where production is not what green was made from. */
  static void refuseReplacedBlue(Situation situation) {
    replacedBlue(situation)
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
  }

  /** Where production is not what green was made from, whose it is. */
  static Optional<Problem> replacedBlue(Situation situation) {
    for (Unit unit : situation.units()) {
      String made = unit.marker().map(Marker::blue).orElse("");
      String now = unit.production().map(Holder::id).orElse("gone");
      boolean unswapped =
          unit.position() == Unit.Position.GREEN || unit.position() == Unit.Position.ROLLED_BACK;
      if (unswapped && !made.equals(now)) {
        return Optional.of(PlanProblems.blueReplaced(unit, made, now));
      }
    }
    return Optional.empty();
  }

  /** Whether something unmarked with green's name is empty, uncommented and of our role. */
  static boolean isOurs(Situation situation, Unit unit) {
    Holder green = unit.green().orElse(null);
    if (green == null) {
      return false;
    }
    List<?> contents =
        unit.kind() == Unit.Kind.SCHEMA
            ? situation.snapshot().itemsIn(green.id())
            : situation.snapshot().itemsOn(green.id());
    return contents.isEmpty()
        && green.comment().isEmpty()
        && situation.snapshot().role().equals(green.owner());
  }
}
