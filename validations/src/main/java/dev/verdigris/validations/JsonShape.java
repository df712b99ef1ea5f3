package dev.verdigris.validations;

import dev.verdigris.catalog.Identifiers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a JSON object looks like: its keys and the types of their values. Immutable.
 *
 * <pre>
 * JsonShape.object().required("iata", Type.STRING).optional("runways", Type.ARRAY).closed()
 * </pre>
 */
public final class JsonShape {
  private final Map<String, Type> required;
  private final Map<String, Type> optional;
  private final boolean closed;

  private JsonShape(Map<String, Type> required, Map<String, Type> optional, boolean closed) {
    this.required = required;
    this.optional = optional;
    this.closed = closed;
  }

  /** The types of JSON values. */
  public enum Type {
    /** A string. */
    STRING,
    /** A number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** An array. */
    ARRAY,
    /** An object. */
    OBJECT;

    String sql() {
      return Identifiers.literal(name().toLowerCase(Locale.ROOT));
    }
  }

  /** Any object. */
  public static JsonShape object() {
    return new JsonShape(Map.of(), Map.of(), false);
  }

  /** The same, with a key that must be there; JSON's null is none of its type. */
  public JsonShape required(String key, Type type) {
    return new JsonShape(with(required, key, type), optional, closed);
  }

  /** The same, with a key that may be missing or JSON's null. */
  public JsonShape optional(String key, Type type) {
    return new JsonShape(required, with(optional, key, type), closed);
  }

  /** The same, without any further key. */
  public JsonShape closed() {
    return new JsonShape(required, optional, true);
  }

  private Map<String, Type> with(Map<String, Type> keys, String key, Type type) {
    if (required.containsKey(key) || optional.containsKey(key)) {
      throw OptionProblems.twice("JsonShape", key);
    }
    Map<String, Type> more = new LinkedHashMap<>(keys);
    more.put(key, type);
    return more;
  }

  /** SQL that is true for a value which has another shape. */
  String violatedBy(String column) {
    StringBuilder sql = new StringBuilder("jsonb_typeof(" + column + ") <> 'object'");
    required.forEach(
        (key, type) ->
            sql.append(" OR " + typeOf(column, key) + " IS DISTINCT FROM " + type.sql()));
    optional.forEach(
        (key, type) ->
            sql.append(" OR " + typeOf(column, key) + " NOT IN ('null', " + type.sql() + ")"));
    if (closed) {
      String rest =
          keys().keySet().stream()
              .map(key -> " - " + Identifiers.literal(key) + "::text")
              .collect(Collectors.joining("", column, ""));
      sql.append(
          " OR (CASE WHEN jsonb_typeof("
              + column
              + ") = 'object' THEN "
              + rest
              + " <> '{}'::jsonb END)");
    }
    return sql.toString();
  }

  private Map<String, Type> keys() {
    Map<String, Type> all = new LinkedHashMap<>(required);
    all.putAll(optional);
    return all;
  }

  private static String typeOf(String column, String key) {
    return "jsonb_typeof(" + column + " -> " + Identifiers.literal(key) + "::text)";
  }

  /** For people: {@code {iata: string, runways?: array}}. */
  @Override
  public String toString() {
    String keys =
        keys().entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + (required.containsKey(entry.getKey()) ? ": " : "?: ")
                        + entry.getValue().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "{" + keys + (closed ? "}" : (keys.isEmpty() ? "…}" : ", …}"));
  }
}
