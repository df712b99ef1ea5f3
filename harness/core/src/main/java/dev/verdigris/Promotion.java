package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.SinkKeys;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.gate.Gate;
import dev.verdigris.gate.Verdict;
import dev.verdigris.plan.KeyedSink;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The phase that brings green into production: asks the gate, checks what can be checked before,
 * swaps, and cuts the sinks over.
 *
 * @param execution executes its plan
 * @param planning plans it
 */
record Promotion(PhaseExecution execution, Planning planning) {

  /** Asks for the verdict only where it decides: not where production has green already. */
  Outcome promote(Supplier<Verdict> verdict) {
    return execution.planAndExecute(Phase.PROMOTE, situation -> plan(situation, verdict));
  }

  private Plan plan(Situation situation, Supplier<Verdict> verdict) {
    refusal(situation, verdict)
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
    Plan plan = planning.promote(situation);
    proveKeys(plan, situation);
    return plan;
  }

  /** What the gate has against a promotion; nothing where it is in production already. */
  Optional<Problem> refusal(Situation situation, Supplier<Verdict> verdict) {
    return situation.state().kind().inProduction()
        ? Optional.empty()
        : Gate.decide(verdict.get(), situation, terms());
  }

  private Gate.Terms terms() {
    return new Gate.Terms(
        execution.config().gate().acceptedTests(),
        execution.config().gate().maximumAge(),
        execution.config().gate().commit(),
        Instant.now());
  }

  /** Before a swap only: behind it, the ALTER SINK itself says what is wrong. */
  private void proveKeys(Plan plan, Situation situation) {
    List<KeyedSink> sinks = new ArrayList<>(KeyedSink.of(situation));
    sinks.addAll(planning.sinks().keyed(plan, situation));
    if (sinks.isEmpty() || plan.steps().stream().noneMatch(Step::transactional)) {
      return;
    }
    List<String> unproven;
    try (Session session = execution.sessions().open("keys")) {
      unproven = SinkKeys.unproven(session, sinks);
    } catch (SQLException e) {
      execution
          .listener()
          .on(
              new Event.Note(
                  Phase.PROMOTE,
                  "the keys of sinks could not be checked before: " + SqlStates.message(e)));
      return;
    }
    if (!unproven.isEmpty()) {
      throw PhaseProblems.unprovenKeys(unproven).exception();
    }
  }
}
