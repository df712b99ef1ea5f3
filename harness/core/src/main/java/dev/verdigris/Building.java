package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.plan.InitPlanner;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.readiness.Expected;
import java.util.function.Function;

/**
 * The phases that make green: init, run, await.
 *
 * @param execution executes their plans
 * @param planning plans them
 * @param preflight asked before anything is made
 */
record Building(PhaseExecution execution, Planning planning, PreflightRun preflight) {
  /**
   * How often run plans again: once for what only the created objects tell, once to see it done.
   */
  private static final int RUN_ROUNDS = 3;

  Outcome init() {
    Function<Situation, Plan> checked =
        situation -> {
          preflight.check(Phase.INIT, situation);
          return planning.init(situation);
        };
    Plan plan = execution.execute(Phase.INIT, checked, true);
    if (InitPlanner.isOfPlaceholders(plan)) {
      // What stands in green's way was looked for with the placeholders in place.
      plan = execution.execute(Phase.INIT, planning::init, true);
    }
    return execution.outcome(plan, "run creates the models");
  }

  Outcome run() {
    Plan first = execution.execute(Phase.RUN, planning::run, true);
    Plan last = first;
    for (int round = 1; round < RUN_ROUNDS && !last.isEmpty(); round++) {
      last = execution.execute(Phase.RUN, planning::run, false);
    }
    return execution.outcome(first, "await green");
  }

  Outcome await() {
    Situation situation = execution.situation();
    if (!Planning.isAwaited(situation)) {
      return execution.outcome(
          planning.await(situation), Standing.of(situation, execution.config()).next().text());
    }
    Expected expected =
        execution
            .waiter(Phase.AWAIT)
            .await(planning.awaited(situation), () -> planning.awaited(execution.situation()));
    return new Outcome(ready(expected), execution.catalogs().stateText(), "validate it");
  }

  private String ready(Expected expected) {
    int number = expected.objects().size();
    if (number == 0) {
      return "nothing of green hydrates"
          + (expected.sources().isEmpty() ? "" : "; no source that it reads stands still");
    }
    return number
        + (number == 1 ? " object is" : " objects are")
        + " hydrated, lag at most "
        + execution.config().await().lagThreshold().toMillis()
        + " ms";
  }
}
