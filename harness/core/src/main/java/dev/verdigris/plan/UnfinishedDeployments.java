package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.Problem;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Unit.Holder;
import java.util.Collection;
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
    for (String name : touched()) {
      DeploymentName other = new DeploymentName(name);
      DeploymentState state = Situation.of(scope(other), situation.snapshot()).state();
      boolean unfinished =
          state.kind() == Kind.SINKS_PENDING
              || (state.kind() == Kind.ROLLED_BACK && !state.pendingSinks().isEmpty());
      if (unfinished) {
        return Optional.of(
            PlanProblems.otherUnfinished(situation.scope().deployment(), phase, other, state));
      }
    }
    return Optional.empty();
  }

  /** The others whose green or blue is what has production's names now, in the order of names. */
  private List<String> touched() {
    Set<String> moved =
        situation.units().stream()
            .flatMap(unit -> unit.production().stream().map(holder -> unit.kind() + holder.id()))
            .collect(Collectors.toSet());
    return Stream.of(Unit.Kind.values())
        .flatMap(
            kind ->
                Unit.holders(situation.snapshot(), situation.scope(), kind).stream()
                    .filter(
                        holder ->
                            moved.contains(kind + holder.id())
                                || holder
                                    .marker()
                                    .filter(marker -> moved.contains(kind + marker.blue()))
                                    .isPresent()))
        .flatMap(holder -> holder.marker().stream())
        .map(Marker::deployment)
        .filter(name -> !name.equals(situation.scope().deployment().value()))
        .filter(DeploymentName::isValid)
        .distinct()
        .sorted()
        .toList();
  }

  /** What the markers of another deployment say that it is about. */
  private Scope scope(DeploymentName other) {
    return new Scope(
        other,
        situation.scope().database(),
        of(other, Unit.Kind.SCHEMA),
        of(other, Unit.Kind.CLUSTER));
  }

  private List<String> of(DeploymentName other, Unit.Kind kind) {
    Collection<Holder> holders = Unit.holders(situation.snapshot(), situation.scope(), kind);
    return holders.stream()
        .flatMap(holder -> holder.marker().stream())
        .filter(marker -> marker.deployment().equals(other.value()))
        .filter(marker -> !Transition.marks(marker))
        .map(Marker::of)
        .distinct()
        .sorted()
        .toList();
  }
}
