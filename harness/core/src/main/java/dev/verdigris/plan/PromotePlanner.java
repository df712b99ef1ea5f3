package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.catalog.Scope;
import dev.verdigris.plan.DeploymentState.Kind;
import java.util.List;
import java.util.Optional;

/** Plans promote: one transaction of swaps, then the sinks. */
public final class PromotePlanner {
  private final Situation situation;
  private final PlanBuilder plan;

  private final SinkWays ways;

  private PromotePlanner(Situation situation, SinkWays ways) {
    this.situation = situation;
    this.ways = ways;
    this.plan = new PlanBuilder(Phase.PROMOTE, situation);
  }

  /**
   * The plan of promote. Whether the verdict fits is the gate's to say, not asked here.
   *
   * @throws dev.verdigris.VerdigrisException VG-52xx and VG-92xx for everything that is refused
   */
  public static Plan plan(Situation situation) {
    return plan(situation, SinkWays.NONE);
  }

  /**
   * The plan of promote.
   *
   * @param ways how each sink is cut over
   * @throws dev.verdigris.VerdigrisException VG-52xx and VG-92xx for everything that is refused
   */
  public static Plan plan(Situation situation, SinkWays ways) {
    return new PromotePlanner(situation, ways).plan();
  }

  /** That the catalog does not tell what is promoted; the gate would say that nothing was. */
  public static Optional<Problem> unclear(Situation situation) {
    DeploymentState state = situation.state();
    return state.kind() == Kind.INCONSISTENT
        ? Optional.of(PlanProblems.inconsistent(situation.scope().deployment(), state))
        : Optional.empty();
  }

  /** Who has been promoted since green was made; the gate would only say that blue is another. */
  public static Optional<Problem> overtaken(Situation situation) {
    return States.replacedBlue(situation);
  }

  private Plan plan() {
    DeploymentState state = situation.state();
    States.refuseUnusable(situation, "promote", state);
    States.refuseRolledBack(situation, "promote", state);
    if (state.kind() == Kind.PROMOTED || state.kind() == Kind.GONE) {
      plan.note("deployment " + situation.scope().deployment() + " is in production already");
      return plan.build();
    }
    if (state.kind() != Kind.SINKS_PENDING) {
      swap(state);
    }
    TransitionPlanner sinks = new TransitionPlanner(plan, ways, true);
    sinks.plain();
    sinks.leave();
    return plan.build();
  }

  /** Nothing is compared with a green that is not there: whatever a verdict says, it is gone. */
  public static Optional<Problem> absent(Situation situation) {
    DeploymentState state = situation.state();
    return state.kind() == Kind.ABSENT
        ? Optional.of(PlanProblems.notValidated(situation.scope().deployment(), state))
        : Optional.empty();
  }

  private void swap(DeploymentState state) {
    if (state.kind() != Kind.VALIDATED) {
      throw PlanProblems.notValidated(situation.scope().deployment(), state).exception();
    }
    States.refuseReplacedBlue(situation);
    UnfinishedDeployments.refuse(situation, "promote");
    Foreigners foreigners = new Foreigners(situation.snapshot());
    foreigners.refuseInBlue(situation);
    foreigners.refuseInGreen(situation);
    refuseLostSinks();
    new TransitionPlanner(plan, ways, true).enter();
    plan.addAll(Swaps.of(situation.scope()));
  }

  private void refuseLostSinks() {
    List<String> lost =
        Cutovers.toGreen(situation).stream()
            .filter(cutover -> cutover.to().isEmpty())
            .map(cutover -> cutover.describe(situation.snapshot()))
            .toList();
    if (!lost.isEmpty()) {
      throw PlanProblems.sinkWithoutTarget(lost).exception();
    }
    List<String> keyless =
        Cutovers.toGreen(situation).stream()
            .filter(cutover -> !cutover.missingKeyColumns().isEmpty())
            .map(
                cutover ->
                    cutover.describe(situation.snapshot())
                        + ", key "
                        + String.join(", ", cutover.missingKeyColumns()))
            .toList();
    if (!keyless.isEmpty()) {
      throw PlanProblems.sinkWithoutKey(keyless).exception();
    }
  }

  /** The swaps of a deployment: schemas, then clusters. */
  static final class Swaps {
    private Swaps() {}

    static List<Step> of(Scope scope) {
      return java.util.stream.Stream.<Step>concat(
              scope.schemas().stream()
                  .map(name -> new SwapStep.OfSchemas(scope.database(), name, scope.green(name))),
              scope.clusters().stream()
                  .map(name -> new SwapStep.OfClusters(name, scope.green(name))))
          .toList();
    }

    /** The same once more, and in the same transaction the names that tell that it was so. */
    static List<Step> back(Scope scope) {
      return java.util.stream.Stream.concat(
              of(scope).stream(),
              scope.schemas().stream()
                  .map(
                      name ->
                          new SwapStep.RenameSchema(
                              scope.database(), scope.green(name), scope.rolledBack(name))))
          .toList();
    }
  }
}
