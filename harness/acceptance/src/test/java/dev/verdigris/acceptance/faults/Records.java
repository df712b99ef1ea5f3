package dev.verdigris.acceptance.faults;

import com.google.gson.JsonObject;
import dev.verdigris.acceptance.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether each change of the source is in a topic exactly once: in the old form until the sink was
 * cut over, in the new one from then on, and the other way round after a rollback.
 *
 * @param lost numbers of changes that are not there
 * @param repeated numbers of changes that are there more than once
 * @param forms the forms in the order of the changes, without repetition: {@code [old, new]}
 */
record Records(List<Integer> lost, List<Integer> repeated, List<String> forms) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Reads a topic until all changes are there, or for so long that they never will be.
   *
   * @param changes how many changes were made, numbered from 0
   */
  static Records read(String broker, String topic, int changes) {
    long begin = System.nanoTime();
    try (Topic consumer = new Topic(broker, topic)) {
      while (true) {
        Records now = of(consumer.poll(), changes);
        if (now.lost().isEmpty() || System.nanoTime() - begin > PATIENCE.toNanos()) {
          return of(consumer.poll(), changes);
        }
      }
    }
  }

  static Records of(List<Topic.Change> records, int changes) {
    Map<Integer, List<String>> found = new TreeMap<>();
    for (Topic.Change record : records) {
      JsonObject row = record.json();
      if (row.has("after")) {
        row = row.getAsJsonObject("after");
      }
      found
          .computeIfAbsent(row.get("n").getAsInt(), n -> new ArrayList<>())
          .add(row.get("form").getAsString());
    }
    List<Integer> lost = new ArrayList<>();
    List<Integer> repeated = new ArrayList<>();
    List<String> forms = new ArrayList<>();
    for (int n = 0; n < changes; n++) {
      List<String> one = found.getOrDefault(n, List.of());
      if (one.isEmpty()) {
        lost.add(n);
      } else if (one.size() > 1) {
        repeated.add(n);
      }
      for (String form : one) {
        if (forms.isEmpty() || !forms.get(forms.size() - 1).equals(form)) {
          forms.add(form);
        }
      }
    }
    return new Records(lost, repeated, forms);
  }
}
