package dev.verdigris.junit;

import dev.verdigris.gate.Outcome;
import dev.verdigris.junit.Conclusion.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.reporting.ReportEntry;

/**
 * What a node told beside its result, by report entries.
 *
 * @param outcomes other outcomes than success, each with its message
 * @param readAt times of Materialize
 */
record Told(List<Outcome> outcomes, List<String> texts, List<String> readAt) {
  static final Told NOTHING = new Told(List.of(), List.of(), List.of());

  static Told of(ReportEntry entry) {
    Map<String, String> values = entry.getKeyValuePairs();
    String outcome = values.get(TestFindings.OUTCOME);
    String time = values.get(TestFindings.READ_AT);
    List<String> times = time == null ? List.of() : List.of(time);
    for (Outcome known : List.of(Outcome.WARN, Outcome.WAIVED)) {
      if (known.name().equals(outcome)) {
        return new Told(
            List.of(known), List.of(values.getOrDefault(TestFindings.MESSAGE, "")), times);
      }
    }
    return new Told(List.of(), List.of(), times);
  }

  Told and(Told later) {
    return new Told(
        both(outcomes, later.outcomes), both(texts, later.texts), both(readAt, later.readAt));
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** What a success is: a waiver is the worse of the two that do not block. */
  Ending ending() {
    if (outcomes.contains(Outcome.WAIVED)) {
      return Ending.WAIVED;
    }
    return outcomes.contains(Outcome.WARN) ? Ending.WARNED : Ending.SUCCEEDED;
  }

  /** What was found, or null. */
  @Nullable String messages() {
    return texts.isEmpty() ? null : String.join("\n", texts);
  }
}
