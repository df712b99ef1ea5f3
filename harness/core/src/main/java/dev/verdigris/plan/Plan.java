package dev.verdigris.plan;

import dev.verdigris.DeploymentName;
import dev.verdigris.Phase;
import dev.verdigris.catalog.Snapshot;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one phase would send, in order.
 *
 * @param phase the phase
 * @param deployment the deployment
 * @param steps the statements
 * @param notes what a reader should know, one line each
 */
public record Plan(Phase phase, DeploymentName deployment, List<Step> steps, List<String> notes) {

  /** Makes the lists immutable. */
  public Plan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /** The same with further notes behind its own. */
  public Plan withNotes(List<String> more) {
    return new Plan(
        phase, deployment, steps, Stream.concat(notes.stream(), more.stream()).toList());
  }

  /** The same with the steps and notes of another one behind its own. */
  Plan then(Plan next) {
    return new Plan(
            phase, deployment, Stream.concat(steps.stream(), next.steps.stream()).toList(), notes)
        .withNotes(next.notes);
  }

  /** Whether there is nothing to send. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** The snapshot that the whole plan would leave. */
  public Snapshot after(Snapshot snapshot) {
    Snapshot result = snapshot;
    for (Step step : steps) {
      result = step.after(result);
    }
    return result;
  }

  /** One phrase: {@code 2 swaps in one transaction, 1 sink after it}. */
  public String summary() {
    return PlanSummary.of(this);
  }
}
