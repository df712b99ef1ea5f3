package dev.verdigris;

import dev.verdigris.catalog.ServerFacts;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.Situation;
import dev.verdigris.preflight.Finding;
import dev.verdigris.preflight.Preflight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Plans phases without executing them. The first of them stands on what is there, so it is asked
 * everything that the phase itself asks before it sends something, by the same code; those behind
 * it stand on what it would leave, of which only the catalog's part is known.
 *
 * @param execution where the deployment stands
 * @param planning plans
 * @param preflight told with each plan
 * @param promotion asked where promote comes first
 */
record Previewing(
    PhaseExecution execution, Planning planning, PreflightRun preflight, Promotion promotion) {

  /**
   * What the phases would do.
   *
   * @throws VerdigrisException where the catalog, the project or the configuration has no plan
   */
  Preview of(List<Phase> phases) {
    Situation situation = execution.situation();
    if (phases.isEmpty()) {
      return new Preview(List.of(), Optional.empty());
    }
    Phase first = phases.get(0);
    ServerFacts facts = preflight.facts(first, situation);
    BiFunction<Phase, Situation, List<Finding>> findings =
        (phase, now) -> preflight.inspect(phase, told(phase, now), facts);
    List<Plan> plans = new ArrayList<>(planning.plans(situation, phases, findings));
    Optional<Problem> refusal = Optional.empty();
    List<String> notes;
    try {
      refuse(first, findings.apply(first, situation));
      notes = asked(first, plans.get(0), situation);
    } catch (VerdigrisException refused) {
      Problem problem = refused.problem();
      refusal = Optional.of(problem);
      notes = List.of("refused: " + problem.code() + " " + problem.summary());
    }
    plans.set(0, plans.get(0).withNotes(notes));
    return new Preview(plans, refusal);
  }

  /** Where a promotion asks preflight: with the sinks going where their files say. */
  private Situation told(Phase phase, Situation now) {
    return phase == Phase.PROMOTE ? planning.sinks().told(now) : now;
  }

  private void refuse(Phase phase, List<Finding> findings) {
    Preflight.refusal(phase, execution.config().deployment(), findings)
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
  }

  /** What the phase would be told by the server, beside the catalog. */
  private List<String> asked(Phase phase, Plan plan, Situation situation) {
    return switch (phase) {
      case PROMOTE -> {
        List<String> told = promotion.asked(plan, situation, planning.sinks());
        execution.refuseUnwell(phase, situation);
        yield told;
      }
      case ROLLBACK -> new RollingBack(execution).asked(plan, situation);
      case CLEANUP -> {
        new Cleaning(execution).plan(situation);
        yield List.of();
      }
      case INIT, RUN, AWAIT, VALIDATE -> List.of();
    };
  }
}
