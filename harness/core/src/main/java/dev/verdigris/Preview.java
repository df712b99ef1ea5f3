package dev.verdigris;

import dev.verdigris.plan.DryRun;
import dev.verdigris.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What phases would do, without that anything was sent but reads.
 *
 * @param plans the plan of each phase, in order; a first deployment's {@code init} has two
 * @param refusal why the first phase would be refused now, although the catalog has a plan for it;
 *     its plan says so in a note
 */
public record Preview(List<Plan> plans, Optional<Problem> refusal) {

  /** Makes the list immutable. */
  public Preview {
    plans = List.copyOf(plans);
  }

  /**
   * Ends as the first phase would.
   *
   * @throws VerdigrisException with the refusal, where there is one
   */
  public void refuse() {
    if (refusal.isPresent()) {
      throw refusal.get().exception();
    }
  }

  /** Text of several lines, with a line break at its end. */
  public String text() {
    return plans.stream().map(DryRun::print).collect(Collectors.joining());
  }
}
