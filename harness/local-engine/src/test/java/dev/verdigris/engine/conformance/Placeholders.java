package dev.verdigris.engine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the placeholders of a file stand for so far. Immutable: a match gives new ones, so that a
 * comparison that turns out wrong leaves nothing behind.
 */
record Placeholders(Map<String, String> values) {

  private static final Pattern TOKEN = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern NUMBERED = Pattern.compile("([a-z]+)_[0-9]+");

  /** The kind whose names need not differ in value: every sink chooses its own time. */
  private static final String SNAPSHOT = "snapshot";

  static Placeholders of(Map<String, String> fixed) {
    return new Placeholders(Map.copyOf(fixed));
  }

  Placeholders with(String name, String value) {
    Map<String, String> next = new HashMap<>(values);
    next.put(name, value);
    return new Placeholders(Map.copyOf(next));
  }

  /** The text with every placeholder that is known replaced; used for what is sent. */
  String fill(String text) {
    Matcher matcher = TOKEN.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(value == null ? matcher.group() : value));
    }
    return matcher.appendTail(filled).toString();
  }

  /** Matches one text; the result holds what was bound by it. */
  Optional<Placeholders> match(@Nullable String expected, @Nullable String actual) {
    if (expected == null || actual == null) {
      return expected == null && actual == null ? Optional.of(this) : Optional.empty();
    }
    if (!expected.contains("${")) {
      return expected.equals(actual) ? Optional.of(this) : Optional.empty();
    }
    List<String> captured = new ArrayList<>();
    Matcher matcher = pattern(expected, captured).matcher(actual);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> next = new HashMap<>(values);
    for (int i = 0; i < captured.size(); i++) {
      String name = captured.get(i);
      String value = matcher.group(i + 1);
      String known = next.get(name);
      if (known == null ? isTaken(next, name, value) : !known.equals(value)) {
        return Optional.empty();
      }
      next.put(name, value);
    }
    return Optional.of(new Placeholders(Map.copyOf(next)));
  }

  private Pattern pattern(String expected, List<String> captured) {
    StringBuilder regex = new StringBuilder();
    Matcher token = TOKEN.matcher(expected);
    int end = 0;
    while (token.find()) {
      regex.append(Pattern.quote(expected.substring(end, token.start())));
      end = token.end();
      String name = token.group(1);
      String known = values.get(name);
      if (known != null) {
        regex.append(Pattern.quote(known));
      } else if (name.startsWith("?")) {
        regex.append("(?:").append(wildcard(name.substring(1))).append(')');
      } else {
        captured.add(name);
        regex.append('(').append(kind(name)).append(')');
      }
    }
    regex.append(Pattern.quote(expected.substring(end)));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static boolean isTaken(Map<String, String> bound, String name, String value) {
    String kind = kindName(name);
    return !kind.equals(SNAPSHOT)
        && bound.entrySet().stream()
            .anyMatch(
                entry -> kindName(entry.getKey()).equals(kind) && entry.getValue().equals(value));
  }

  private static String kindName(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }

  private static String kind(String name) {
    return switch (kindName(name)) {
      case "time", SNAPSHOT -> "[0-9]+";
      case "oid" -> "[0-9]+";
      case "item", "cluster", "replica", "schema", "database" -> "[a-z]*[0-9]+";
      case "role" -> "[a-z]*[0-9]+|p";
      default -> throw new IllegalArgumentException("unknown placeholder ${" + name + "}");
    };
  }

  private static String wildcard(String name) {
    return switch (name) {
      case "ts" ->
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:[+-][0-9:]+)?";
      case "mz_timestamp" -> "[0-9]+";
      case "int" -> "-?[0-9]+";
      case "bool" -> "[tf]";
      case "uuid" -> "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
      case "id" -> "[a-z]*[0-9]+";
      case "any" -> ".*";
      default -> throw new IllegalArgumentException("unknown placeholder ${?" + name + "}");
    };
  }
}
