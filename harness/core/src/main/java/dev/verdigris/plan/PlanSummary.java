package dev.verdigris.plan;

import java.util.ArrayList;
import java.util.List;

/** One phrase about a plan. */
final class PlanSummary {
  private PlanSummary() {}

  static String of(Plan plan) {
    if (plan.isEmpty()) {
      return "nothing to do";
    }
    int swaps = count(plan, "swap");
    int renames = count(plan, "rename");
    int others = plan.steps().size() - swaps - renames - count(plan, "sink");
    int sinks = sinks(plan, SinkStep.Now.class);
    int reconciled = sinks(plan, SinkStep.Flipped.class);
    List<String> parts = new ArrayList<>();
    if (swaps + renames == 0 && sinks + reconciled == 0) {
      return number(others, "statement");
    }
    if (swaps > 0 && renames > 0) {
      parts.add(
          number(swaps, "swap") + " and " + number(renames, "rename") + " in one transaction");
    } else if (swaps > 0) {
      parts.add(number(swaps, "swap") + (swaps > 1 ? " in one transaction" : ""));
    } else if (renames > 0) {
      parts.add(number(renames, "rename") + (renames > 1 ? " in one transaction" : ""));
    }
    if (sinks > 0) {
      parts.add(number(sinks, "sink") + (swaps > 0 ? " after it" : ""));
    }
    if (reconciled > 0) {
      parts.add(number(reconciled, "sink") + " reconciled");
    }
    if (others > 0) {
      parts.add(number(others, "other statement"));
    }
    return String.join(", ", parts);
  }

  private static int sinks(Plan plan, Class<? extends SinkStep.Before> before) {
    return (int)
        plan.steps().stream()
            .filter(step -> step instanceof SinkStep sink && before.isInstance(sink.before()))
            .count();
  }

  private static int count(Plan plan, String verb) {
    return (int) plan.steps().stream().filter(step -> step.verb().equals(verb)).count();
  }

  private static String number(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
