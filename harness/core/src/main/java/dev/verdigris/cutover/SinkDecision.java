package dev.verdigris.cutover;

import dev.verdigris.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody decided about the cutover of one sink.
 *
 * @param way how it is cut over
 * @param stale how many keys a plain cutover may leave with their former value
 * @param missing how many keys of the new relation a plain cutover may leave out
 * @param extra how many keys that the new relation does not have a plain cutover may leave behind
 * @param columns which changes of columns are accepted
 */
public record SinkDecision(
    Way way, Budget stale, Budget missing, Budget extra, ColumnRule columns) {

  /** The keys of a decision in the configuration. */
  public static final List<String> KEYS =
      List.of("cutover", "stale", "missing", "extra", "columns");

  private static final String FORM = "plain or reconciled";

  /** How a sink is cut over. */
  public enum Way {
    /** {@code ALTER SINK}: nothing is sent, keys that differ stay so until they change next. */
    PLAIN,
    /** Over a transition: exactly the keys that differ are sent, at one timestamp. */
    RECONCILED;

    /** As the configuration has it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reconciled, with the default rule for columns. */
  public static SinkDecision reconciled() {
    return new SinkDecision(
        Way.RECONCILED, Budget.NONE, Budget.NONE, Budget.NONE, ColumnRule.ADDED);
  }

  /** Plain, whatever differs, with the default rule for columns. */
  public static SinkDecision anyPlain() {
    return new SinkDecision(Way.PLAIN, Budget.ANY, Budget.ANY, Budget.ANY, ColumnRule.ADDED);
  }

  /**
   * Reads the short form: {@code reconciled}, {@code plain stale=10 missing=any}.
   *
   * @throws IllegalArgumentException with what was wanted and what was found
   */
  public static SinkDecision parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("cutover", words[0]);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String key = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (equals < 0 || values.containsKey(key)) {
        throw new IllegalArgumentException(FORM + ", then key=value, not \"" + words[i] + "\"");
      }
      values.put(key, words[i].substring(equals + 1));
    }
    return of(values);
  }

  /**
   * Reads the keys of a decision.
   *
   * @throws IllegalArgumentException with what was wanted and what was found
   */
  public static SinkDecision of(Map<String, String> values) {
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "one of "
                + String.join(", ", KEYS)
                + ", not \""
                + key
                + "\""
                + Nearest.to(key, KEYS).map(near -> " (did you mean " + near + "?)").orElse(""));
      }
    }
    Way way = way(values.getOrDefault("cutover", ""));
    if (way == Way.RECONCILED) {
      for (String key : List.of("stale", "missing", "extra")) {
        if (values.containsKey(key)) {
          throw new IllegalArgumentException(
              "reconciled without \"" + key + "\": it leaves no key otherwise");
        }
      }
    }
    return new SinkDecision(
        way,
        budget(values, "stale"),
        budget(values, "missing"),
        budget(values, "extra"),
        columns(values));
  }

  private static Way way(String text) {
    return Arrays.stream(Way.values())
        .filter(way -> way.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    FORM + (text.isEmpty() ? " as \"cutover\"" : ", not \"" + text + "\"")));
  }

  private static Budget budget(Map<String, String> values, String key) {
    return Budget.parse(values.getOrDefault(key, "0"));
  }

  private static ColumnRule columns(Map<String, String> values) {
    String text = values.getOrDefault("columns", ColumnRule.ADDED.label());
    Optional<ColumnRule> rule = ColumnRule.of(text);
    return rule.orElseThrow(
        () -> new IllegalArgumentException("same, added or any, not \"" + text + "\""));
  }

  /** Whether a plain cutover may leave whatever differs. */
  public boolean allowsAnything() {
    return stale.equals(Budget.ANY) && missing.equals(Budget.ANY) && extra.equals(Budget.ANY);
  }

  /** Whether a plain cutover that leaves these keys otherwise is accepted. */
  public boolean allows(KeySets keys) {
    return stale.allows(keys.stale().keys())
        && missing.allows(keys.missing().keys())
        && extra.allows(keys.extra().keys());
  }
}
