package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.readiness.Expectation;
import dev.verdigris.readiness.ExpectedObject;
import dev.verdigris.readiness.Waiter;
import java.util.List;

/**
 * The phases that make green: init, run, await.
 *
 * @param execution executes their plans
 * @param planning plans them
 */
record Building(PhaseExecution execution, Planning planning) {
  /**
   * How often run plans again: once for what only the created objects tell, once to see it done.
   */
  private static final int RUN_ROUNDS = 3;

  Outcome init() {
    return execution.planAndExecute(Phase.INIT, planning::init, "run creates the models");
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
    DeploymentConfig config = execution.config();
    Situation situation = execution.situation();
    List<ExpectedObject> expected =
        Expectation.of(situation.snapshot(), planning.awaited(situation));
    new Waiter(
            execution.sessions(),
            config.deployment(),
            execution.listener(),
            execution.interruption(),
            execution.failures(Phase.AWAIT),
            config.await().lagThreshold(),
            config.await().timeout())
        .await(expected);
    return new Outcome(
        expected.size()
            + (expected.size() == 1 ? " object is" : " objects are")
            + " hydrated, lag at most "
            + config.await().lagThreshold().toMillis()
            + " ms",
        execution.catalogs().text(situation.state()),
        "validate it");
  }
}
