package dev.verdigris.execute;

import dev.verdigris.Phase;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.Trace;
import dev.verdigris.gate.Fingerprint;
import dev.verdigris.plan.Differences;
import dev.verdigris.plan.Plan;
import dev.verdigris.plan.SinkStep;
import dev.verdigris.plan.Situation;
import dev.verdigris.plan.Step;
import dev.verdigris.plan.UnfinishedDeployments;
import dev.verdigris.plan.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Compares the catalog before a swap with the one that the swap was planned from: ids, markers,
 * sinks, the fingerprint of green and blue, and what would be planned now.
 *
 * @param phase the phase
 * @param steps the steps of the transaction
 * @param rest all steps from the first of them on
 * @param planned what they were planned from
 * @param planner plans the phase anew
 * @param audit what the audit log says since the phase began
 * @param failures tells the state that was left
 */
record Comparison(
    Phase phase,
    List<Step> steps,
    List<Step> rest,
    Situation planned,
    Function<Situation, Plan> planner,
    Supplier<List<String>> audit,
    Failures failures) {

  /** Whether the names are where the steps bring them. */
  boolean done(Situation now) {
    return Differences.done(steps, planned, now);
  }

  /** What the swap rests on, to be read again while it is open. */
  Trace trace() {
    Set<String> schemaIds = new TreeSet<>();
    Set<String> schemaNames = new TreeSet<>();
    Set<String> clusterIds = new TreeSet<>();
    Set<String> clusterNames = new TreeSet<>();
    for (Unit unit : planned.units()) {
      boolean schema = unit.kind() == Unit.Kind.SCHEMA;
      Set<String> names = schema ? schemaNames : clusterNames;
      names.add(unit.of());
      names.add(unit.greenName());
      Stream.of(unit.production(), unit.green(), unit.marked(), unit.old())
          .flatMap(Optional::stream)
          .forEach(holder -> (schema ? schemaIds : clusterIds).add(holder.id()));
    }
    return new Trace(planned.scope().database(), schemaIds, schemaNames, clusterIds, clusterNames);
  }

  /** Why the swap must not be committed; empty where everything is as it was planned with. */
  Optional<VerdigrisException> refusal(Situation now) {
    List<String> differences = differences(now);
    try {
      if (differences.isEmpty() && !moves(planner.apply(now).steps()).equals(moves(rest))) {
        differences.add("what would be done now is something else");
      }
    } catch (VerdigrisException e) {
      return Optional.of(e);
    }
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    String state = failures.state().get();
    return Optional.of(
        Differences.overtaken(planned, now)
            .map(winner -> ExecutionProblems.overtaken(phase, winner, audit.get(), state))
            .or(() -> givesWay(now, state))
            .orElseGet(() -> ExecutionProblems.changed(phase, differences, audit.get(), state))
            .exception());
  }

  /** Another deployment that is being promoted has come to the sinks first, and taken them. */
  private Optional<Problem> givesWay(Situation now, String state) {
    return UnfinishedDeployments.beforeSwap(now, phase.label())
        .map(problem -> problem.beside(List.of(), Optional.of(state)));
  }

  private List<String> differences(Situation now) {
    List<String> differences = new ArrayList<>(Differences.between(planned, now));
    Fingerprint before = Fingerprint.of(planned);
    Fingerprint after = Fingerprint.of(now);
    if (!before.digest().equals(after.digest())) {
      differences.addAll(before.differences(after));
    }
    return differences;
  }

  /** By their statements: what the plan itself creates has ids only now. */
  private static List<String> moves(List<Step> steps) {
    return steps.stream()
        .filter(step -> step.transactional() || step instanceof SinkStep)
        .map(Step::sql)
        .toList();
  }
}
