package dev.verdigris.engine.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is printed at the end: one line a topic, and the totals. */
final class Report {

  private Report() {}

  static List<String> lines(List<Outcome> outcomes, Map<String, Long> millis) {
    Map<String, List<Outcome>> topics = new LinkedHashMap<>();
    outcomes.forEach(
        outcome ->
            topics
                .computeIfAbsent(outcome.script().name(), name -> new ArrayList<>())
                .add(outcome));
    List<String> lines = new ArrayList<>();
    topics.forEach(
        (topic, all) ->
            lines.add(
                String.format(
                    "conformance %-15s %s  %.1f s",
                    topic, counts(all), millis.getOrDefault(topic, 0L) / 1000.0)));
    lines.add("CONFORMANCE " + counts(outcomes));
    return lines;
  }

  private static String counts(List<Outcome> outcomes) {
    return String.format(
        "steps=%d answered=%d refused=%d blocked=%d differs=%d",
        outcomes.size(),
        count(outcomes, null),
        count(outcomes, Category.REFUSED),
        count(outcomes, Category.BLOCKED),
        count(outcomes, Category.DIFFERS));
  }

  private static long count(List<Outcome> outcomes, @Nullable Category category) {
    return outcomes.stream().filter(outcome -> outcome.category() == category).count();
  }
}
