package dev.verdigris.plan;

import dev.verdigris.Problem;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.DeploymentState.Kind;
import dev.verdigris.plan.Unit.Holder;
import dev.verdigris.plan.Unit.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds deployments that a swap of another one would bury while their sinks are on the way: once
 * production is swapped again, what those sinks shall read has another name, and neither their
 * promotion nor their rollback may go on. One that is not promoted yet may have sinks on the way,
 * too: those on its transition go on sending what was production when it was made.
 */
public final class UnfinishedDeployments {
  private static final Set<Kind> UNFINISHED_WITH_SINKS =
      Set.of(Kind.ROLLED_BACK, Kind.INCONSISTENT);

  private final Situation situation;

  /** Kinds and ids of the schemas and clusters that another one would have to stand on. */
  private final Set<String> ground;

  private UnfinishedDeployments(Situation situation, Function<Unit, Optional<Holder>> ground) {
    this.situation = situation;
    this.ground =
        situation.units().stream()
            .flatMap(unit -> ground.apply(unit).stream().map(holder -> unit.kind() + holder.id()))
            .collect(Collectors.toSet());
  }

  /** Refuses a swap while sinks of another deployment of the same production are on the way. */
  static void refuse(Situation situation, String phase) {
    refuse(beforeSwap(situation, phase));
  }

  /** VG-5213 where a swap would have to wait for another deployment. */
  public static Optional<Problem> beforeSwap(Situation situation, String phase) {
    UnfinishedDeployments others = new UnfinishedDeployments(situation, Unit::production);
    return others.problem(phase, others::isUnfinished);
  }

  /** Refuses while sinks read what a deployment has, or drops, over another one's transition. */
  static void refuseOver(
      Situation situation, String phase, Function<Unit, Optional<Holder>> ground) {
    UnfinishedDeployments others = new UnfinishedDeployments(situation, ground);
    refuse(others.problem(phase, (theirs, state) -> others.hasSinksOver(theirs)));
  }

  private static void refuse(Optional<Problem> found) {
    found.ifPresent(
        problem -> {
          throw problem.exception();
        });
  }

  private Optional<Problem> problem(
      String phase, BiPredicate<Situation, DeploymentState> keepsWaiting) {
    for (Scope other : new OtherDeployments(situation, ground).scopes()) {
      Situation theirs = Situation.of(other, situation.snapshot());
      DeploymentState state = state(theirs);
      if (keepsWaiting.test(theirs, state)) {
        return Optional.of(
            PlanProblems.otherUnfinished(
                situation.scope().deployment(), phase, theirs, state, finish(theirs, state)));
      }
    }
    return Optional.empty();
  }

  private boolean isUnfinished(Situation theirs, DeploymentState state) {
    return state.kind() == Kind.SINKS_PENDING
        || (UNFINISHED_WITH_SINKS.contains(state.kind()) && !state.pendingSinks().isEmpty())
        || hasSinksOver(theirs);
  }

  /** Sinks that read what the other deployment alone is about may stay on its transition. */
  private boolean hasSinksOver(Situation theirs) {
    return Transition.sinksOn(theirs).stream()
        .flatMap(sink -> Cutovers.relationsReadBy(situation.snapshot(), sink).stream())
        .flatMap(view -> Cutovers.relationsReadBy(situation.snapshot(), view).stream())
        .anyMatch(shown -> ground.contains(Unit.Kind.SCHEMA + shown.schemaId()));
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

  /** What to do about the other one first. */
  private String finish(Situation theirs, DeploymentState state) {
    String option = " --deployment " + theirs.scope().deployment();
    String promote = "verdigris promote" + option + " finishes it, ";
    String cleanup = "verdigris cleanup" + option + " brings its sinks back and drops its green";
    return switch (state.kind()) {
      case SINKS_PENDING -> promote + "verdigris rollback" + option + " takes it back";
      case ROLLED_BACK -> "verdigris rollback" + option + " finishes it";
      case VALIDATED -> mayPromote(theirs) ? promote + cleanup : cleanup;
      case BUILDING, BUILT -> cleanup;
      case INCONSISTENT ->
          "verdigris status" + option + " tells how to mend that; finish it or take it back";
      default -> "verdigris status" + option + " tells what is left to do";
    };
  }

  /** Not where production is another by now, nor where it would have to wait for this one. */
  private boolean mayPromote(Situation theirs) {
    return States.replacedBlue(theirs).isEmpty() && !situation.hasSinksOnTransition();
  }

  /** The old environment or, swapped back, green; by its name where its marker is lost. */
  private static Stream<Holder> elsewhere(Unit unit) {
    return Stream.of(unit.old(), unit.marked(), unit.green())
        .flatMap(Optional::stream)
        .filter(holder -> !unit.production().equals(Optional.of(holder)));
  }
}
