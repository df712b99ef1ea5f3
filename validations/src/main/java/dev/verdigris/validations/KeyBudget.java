package dev.verdigris.validations;

import dev.verdigris.cutover.KeySets;
import java.util.ArrayList;
import java.util.List;

/**
 * How many keys of a sink's topic may be otherwise than the relation that the sink reads after a
 * plain cutover; none unless it is said. Immutable.
 */
public final class KeyBudget {
  static final KeyBudget NONE = new KeyBudget(0, 0, 0);

  private final long stale;
  private final long missing;
  private final long extra;

  private KeyBudget(long stale, long missing, long extra) {
    this.stale = stale;
    this.missing = missing;
    this.extra = extra;
  }

  /** Keys of both relations whose row differs: the topic goes on holding the former one. */
  public KeyBudget stale(long keys) {
    return new KeyBudget(allowed("stale", keys), missing, extra);
  }

  /** Keys that only the new relation has: the topic does not get them. */
  public KeyBudget missing(long keys) {
    return new KeyBudget(stale, allowed("missing", keys), extra);
  }

  /** Keys that only the former relation has: the topic never forgets them. */
  public KeyBudget extra(long keys) {
    return new KeyBudget(stale, missing, allowed("extra", keys));
  }

  private static long allowed(String option, long keys) {
    if (keys < 0) {
      throw OptionProblems.outOfRange(option, keys, "0 or more");
    }
    return keys;
  }

  /** For people: {@code keys allowed: stale 10, missing 0, extra 0}. */
  String text() {
    return "keys allowed: stale " + stale + ", missing " + missing + ", extra " + extra;
  }

  /** The classes of keys that are more than allowed, with examples. */
  List<Observation> exceeded(KeySets keys) {
    List<Observation> observations = new ArrayList<>();
    exceeded("stale", stale, keys.stale(), observations);
    exceeded("missing", missing, keys.missing(), observations);
    exceeded("extra", extra, keys.extra(), observations);
    return observations;
  }

  private static void exceeded(
      String label, long allowed, KeySets.KeySet found, List<Observation> observations) {
    if (found.keys() <= allowed) {
      return;
    }
    StringBuilder text =
        new StringBuilder(found.keys() + (found.keys() == 1 ? " key" : " keys"))
            .append(", allowed ")
            .append(allowed);
    found.examples().forEach(example -> text.append('\n').append(example.text()));
    if (found.keys() > found.examples().size()) {
      text.append("\nand ").append(found.keys() - found.examples().size()).append(" more");
    }
    observations.add(Observation.fail(label, text.toString()));
  }
}
