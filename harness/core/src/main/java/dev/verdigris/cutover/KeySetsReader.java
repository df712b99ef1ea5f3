package dev.verdigris.cutover;

import dev.verdigris.cutover.KeySets.Example;
import dev.verdigris.cutover.KeySets.KeySet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the rows of {@link KeySetsSql} together. */
final class KeySetsReader {
  private static final int MOST_CHARACTERS = 200;

  private String at = "";
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, List<Example>> examples = new HashMap<>();

  /** Takes one row: a count where it has one, else an example. */
  void row(
      @Nullable String time,
      String kind,
      @Nullable String keys,
      @Nullable String key,
      @Nullable String was,
      @Nullable String now) {
    at = time == null ? at : time;
    if (keys == null) {
      examples
          .computeIfAbsent(kind, any -> new ArrayList<>())
          .add(new Example(cut(key), cut(was), cut(now)));
    } else {
      counts.put(kind, Long.valueOf(keys));
    }
  }

  KeySets keySets() {
    return new KeySets(at, count("old"), count("new"), set("stale"), set("missing"), set("extra"));
  }

  private KeySet set(String kind) {
    List<Example> found = new ArrayList<>(examples.getOrDefault(kind, List.of()));
    found.sort(Comparator.comparing(Example::key));
    return new KeySet(count(kind), found);
  }

  private long count(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  private static String cut(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }
}
