package dev.verdigris.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells how two fingerprints differ: what is gone, what is new, and of what is another only what
 * differs. A line that is not understood, of an older version for example, is shown as it is.
 */
final class FingerprintChanges {
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?s)(green|blue) ([a-z ]+) (\\S+) in \\S+ (on \\S+) named (.*) (owner .*)"
              + " (columns \\(.*\\)) (as .*)");
  private static final Pattern CLUSTER =
      Pattern.compile("(green|blue) (cluster) (\\S+) ClusterOptions\\[(.*)]");

  /** How much of a definition is shown. */
  private static final int SHOWN = 120;

  private FingerprintChanges() {}

  /**
   * A line, taken apart.
   *
   * @param what what it is about, for people; the same in both fingerprints
   * @param parts what may differ of it
   */
  private record Thing(String what, List<String> parts) {
    static Thing of(String line) {
      Matcher object = OBJECT.matcher(line);
      if (object.matches()) {
        return new Thing(
            object.group(1)
                + ": "
                + object.group(2)
                + " "
                + object.group(5)
                + " ("
                + object.group(3)
                + ")",
            List.of(object.group(4), object.group(6), object.group(7), object.group(8)));
      }
      Matcher cluster = CLUSTER.matcher(line);
      if (cluster.matches()) {
        return new Thing(
            cluster.group(1) + ": cluster " + cluster.group(3),
            List.of(cluster.group(4).split(", ")));
      }
      return new Thing(line, List.of());
    }
  }

  /**
   * One line about each thing.
   *
   * @param left lines that the other does not have
   * @param came lines that only the other has
   */
  static List<String> between(List<String> left, List<String> came) {
    Map<String, Thing> before = byName(left);
    Map<String, Thing> now = byName(came);
    List<String> changes = new ArrayList<>();
    TreeSet<String> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    for (String what : all) {
      Thing old = before.get(what);
      Thing other = now.get(what);
      if (other == null) {
        changes.add(what + " is gone");
      } else if (old == null) {
        changes.add(what + " is new" + (other.parts().isEmpty() ? "" : ":") + told(other.parts()));
      } else {
        changes.add(
            what
                + " was"
                + told(without(old.parts(), other.parts()))
                + "; is"
                + told(without(other.parts(), old.parts())));
      }
    }
    return changes;
  }

  private static Map<String, Thing> byName(List<String> lines) {
    Map<String, Thing> things = new LinkedHashMap<>();
    lines.stream().map(Thing::of).forEach(thing -> things.put(thing.what(), thing));
    return things;
  }

  private static List<String> without(List<String> parts, List<String> others) {
    return parts.stream().filter(part -> !others.contains(part)).toList();
  }

  private static String told(List<String> parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      if (!part.equals("on -") && !part.equals("columns ()")) {
        text.append(text.isEmpty() ? " " : ", ").append(shortened(part));
      }
    }
    return text.toString();
  }

  private static String shortened(String part) {
    String line = part.replaceAll("\\s+", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + " …";
  }
}
