package dev.verdigris;

import dev.verdigris.PhaseClock.Outcome;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.execute.SwapTransaction.Conditions;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.RollbackPlanner;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import dev.verdigris.readiness.Doubts;
import dev.verdigris.readiness.Expected;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The phase that brings the old environment back. It is in a hurry: what it finds out about sinks,
 * readers and the old environment is told, and nothing of that keeps it from swapping.
 *
 * @param execution executes its plan
 */
record RollingBack(PhaseExecution execution) {
  /** What is only shown is no reason to wait for longer: for all sinks' keys together, too. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  Outcome rollback() {
    return execution.planAndExecute(
        Phase.ROLLBACK,
        situation -> {
          Plan plan = planned(situation);
          return plan.withNotes(asked(plan, situation));
        },
        Conditions.of(this::planned));
  }

  private Plan planned(Situation situation) {
    return RollbackPlanner.plan(situation, new SinkPlanning(execution).decided());
  }

  /** What is told of a plan that does something, beside what the catalog tells. */
  List<String> asked(Plan plan, Situation situation) {
    List<String> notes = new ArrayList<>();
    if (plan.isEmpty()) {
      return notes;
    }
    notes.addAll(new SinkPlanning(execution).rollback(situation, patience()));
    if (plan.steps().stream().anyMatch(Step::transactional)) {
      notes.addAll(subscribers(situation));
      doubts(situation)
          .forEach(doubt -> notes.add("warning: the old environment may not serve: " + doubt));
    }
    return notes;
  }

  private Duration patience() {
    Duration statement = execution.config().timeouts().statement();
    return statement.compareTo(PATIENCE) < 0 ? statement : PATIENCE;
  }

  private List<String> subscribers(Situation situation) {
    try (Session session = execution.sessions().open("subscribers", patience())) {
      return RollbackPlanner.subscriptions(situation, CatalogReader.subscribers(session));
    } catch (SQLException e) {
      return List.of("who subscribes could not be asked: " + SqlStates.message(e));
    } catch (VerdigrisException e) {
      return List.of("who subscribes could not be asked: " + e.problem().summary());
    }
  }

  private List<String> doubts(Situation situation) {
    Expected expected;
    try {
      expected = Planning.expectedOfOld(situation);
    } catch (VerdigrisException withoutReplicas) {
      // The plan's own notes name each such cluster.
      return List.of();
    }
    return new Doubts(execution.sessions(), execution.requirements(), patience()).about(expected);
  }
}
