package dev.verdigris.plan;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Unit.Holder;
import dev.verdigris.plan.Unit.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds deployments that a swap of another one would bury while their sinks are on the way: once
 * production is swapped again, what those sinks shall read has another name, and neither their
 * promotion nor their rollback may go on.
 */
final class UnfinishedDeployments {
  private static final Set<Kind> UNFINISHED_WITH_SINKS =
      Set.of(Kind.ROLLED_BACK, Kind.INCONSISTENT);

  private final Situation situation;

  private UnfinishedDeployments(Situation situation) {
    this.situation = situation;
  }

  /** Refuses a swap while sinks of another deployment of the same production are on the way. */
  static void refuse(Situation situation, String phase) {
    new UnfinishedDeployments(situation)
        .problem(phase)
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
  }

  private Optional<Problem> problem(String phase) {
    Set<String> ground =
        situation.units().stream()
            .flatMap(unit -> unit.production().stream().map(holder -> unit.kind() + holder.id()))
            .collect(Collectors.toSet());
    for (Scope other : new OtherDeployments(situation, ground).scopes()) {
      Situation theirs = Situation.of(other, situation.snapshot());
      DeploymentState state = state(theirs);
      boolean unfinished =
          state.kind() == Kind.SINKS_PENDING
              || (UNFINISHED_WITH_SINKS.contains(state.kind()) && !state.pendingSinks().isEmpty());
      if (unfinished) {
        return Optional.of(
            PlanProblems.otherUnfinished(
                situation.scope().deployment(), phase, other.deployment(), state));
      }
    }
    return Optional.empty();
  }

  /** The state; with the sinks that are not where production is, whatever else contradicts. */
  private DeploymentState state(Situation theirs) {
    DeploymentState state = theirs.state();
    if (state.kind() != Kind.INCONSISTENT) {
      return state;
    }
    Set<String> elsewhere =
        theirs.schemas().stream()
            .filter(unit -> unit.position() != Position.SUPERSEDED)
            .flatMap(UnfinishedDeployments::elsewhere)
            .map(Holder::id)
            .collect(Collectors.toSet());
    List<String> sinks =
        theirs.sinksReading(elsewhere).stream().map(situation.snapshot()::displayName).toList();
    return new DeploymentState(state.kind(), state.reason(), sinks, state.remedy());
  }

  /** The old environment or, swapped back, green; by its name where its marker is lost. */
  private static Stream<Holder> elsewhere(Unit unit) {
    return Stream.of(unit.old(), unit.marked(), unit.green())
        .flatMap(Optional::stream)
        .filter(holder -> !unit.production().equals(Optional.of(holder)));
  }
}
