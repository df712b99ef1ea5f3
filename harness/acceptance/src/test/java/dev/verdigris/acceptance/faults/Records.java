package dev.verdigris.acceptance.faults;

import com.google.gson.JsonObject;
import dev.verdigris.acceptance.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a topic holds, compared with the changes of the source: each once, in the form of the
 * definition that was in production at its time. A reconciled cutover sends the last change of each
 * key once more, in the other form, and nothing else twice.
 *
 * @param lost numbers of changes that are not there
 * @param repeated numbers of changes that are there once too often
 * @param forms the forms in the order of the records, without repetition: {@code [old, new]}
 * @param compacted what a compacted topic would hold: {@code id n form}, sorted by id
 */
record Records(
    List<Integer> lost, List<Integer> repeated, List<String> forms, List<String> compacted) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a topic's sink does beside sending each change. */
  enum Kind {
    /** It goes over without sending anything. */
    PLAIN,
    /** A cutover sends what differs: the last change of each key once more, in the other form. */
    RECONCILED,
    /** The deployment made it: it begins with what its relation held, a value of each key. */
    BEGUN
  }

  /**
   * Reads a topic until it is as it should be, or nothing has come for so long that nothing will.
   *
   * @param changes how many changes were made, numbered from 0
   * @param complete what is waited for
   */
  static Records read(
      String broker, String topic, int changes, Kind kind, Predicate<Records> complete) {
    try (Topic consumer = new Topic(broker, topic)) {
      long last = System.nanoTime();
      int seen = 0;
      while (true) {
        List<Topic.Change> records = consumer.poll();
        if (records.size() > seen) {
          seen = records.size();
          last = System.nanoTime();
        }
        if (complete.test(of(records, changes, kind))
            || System.nanoTime() - last > PATIENCE.toNanos()) {
          return of(consumer.poll(), changes, kind);
        }
      }
    }
  }

  private static Records of(List<Topic.Change> records, int changes, Kind kind) {
    boolean reconciled = kind == Kind.RECONCILED;
    List<String> forms = new ArrayList<>();
    TreeSet<Integer> lost = new TreeSet<>();
    for (int n = 0; n < changes; n++) {
      lost.add(n);
    }
    List<Integer> repeated = new ArrayList<>();
    Set<Integer> once = new HashSet<>();
    TreeMap<Integer, String> compacted = new TreeMap<>();
    for (Topic.Change change : records) {
      JsonObject record = change.json();
      JsonObject row = record.has("after") ? record.getAsJsonObject("after") : record;
      int n = row.get("n").getAsInt();
      int id = row.get("id").getAsInt();
      String form = row.get("form").getAsString();
      if (forms.isEmpty() || !forms.get(forms.size() - 1).equals(form)) {
        forms.add(form);
        if (reconciled) {
          once.clear();
        }
      }
      // Once more only the value that the key has already.
      boolean again =
          reconciled
              && !lost.contains(n)
              && !compacted.getOrDefault(id, "").startsWith(id + " " + n + " ");
      if (!once.add(n) || again) {
        repeated.add(n);
      }
      lost.remove(n);
      compacted.put(id, id + " " + n + " " + form);
    }
    // A key's first change is not in what the sink began with, where its second one is.
    for (int n = 0; kind == Kind.BEGUN && n + 1 < changes && !lost.contains(n + 1); n += 2) {
      if (!lost.remove(n)) {
        break;
      }
    }
    return new Records(List.copyOf(lost), repeated, forms, List.copyOf(compacted.values()));
  }
}
