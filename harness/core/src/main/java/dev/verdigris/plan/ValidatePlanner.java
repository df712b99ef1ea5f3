package dev.verdigris.plan;

import dev.verdigris.Phase;
import dev.verdigris.plan.DeploymentState.Kind;

/** Plans what validation writes: the verdict's digest into green's marker. */
public final class ValidatePlanner {
  private ValidatePlanner() {}

  /**
   * The plan that writes a verdict down; empty where it stands there already or where the
   * deployment is in production.
   *
   * @throws dev.verdigris.VerdigrisException VG-52xx where there is no complete green
   */
  public static Plan plan(Situation situation, String digest, int tests) {
    PlanBuilder plan = new PlanBuilder(Phase.VALIDATE, situation);
    DeploymentState state = situation.state();
    States.refuseUnusable(situation, "validate", state);
    States.refuseRolledBack(situation, "validate", state);
    if (state.kind().inProduction()) {
      plan.note("deployment " + situation.scope().deployment() + " is in production already");
      return plan.build();
    }
    if (state.kind() == Kind.ABSENT || state.kind() == Kind.BUILDING) {
      throw PlanProblems.wrongState(
              situation.scope().deployment(), "validate", state, "run init and run first")
          .exception();
    }
    Markers.changeFacts(situation, marker -> marker.withVerdict(digest, tests))
        .ifPresent(plan::add);
    return plan.build();
  }
}
