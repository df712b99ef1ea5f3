package dev.verdigris.validations;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings a column's value into one form, whether a sink wrote it as JSON or a query told it as
 * text, so that the two can be compared (recorded: {@code sinks.jsonl}, group types).
 */
enum SinkValues {
  BOOLEAN,
  NUMBER,
  FLOAT,
  TEXT,
  JSON;

  private static final String NULL = "null";
  private static final Set<String> NUMBERS =
      Set.of("smallint", "integer", "bigint", "numeric", "uint2", "uint4", "uint8", "oid");
  private static final Set<String> TEXTS =
      Set.of("text", "character varying", "character", "\"char\"", "name", "date", "uuid");

  /** How values of a type are compared; empty where it is not known how a sink writes them. */
  static Optional<SinkValues> of(String type) {
    if (NUMBERS.contains(type) || isTime(type)) {
      return Optional.of(NUMBER);
    }
    if (TEXTS.contains(type)) {
      return Optional.of(TEXT);
    }
    return switch (type) {
      case "boolean" -> Optional.of(BOOLEAN);
      case "real", "double precision" -> Optional.of(FLOAT);
      case "jsonb" -> Optional.of(JSON);
      default -> Optional.empty();
    };
  }

  /** A sink writes times as milliseconds since 1970, with three decimals. */
  private static boolean isTime(String type) {
    return type.startsWith("timestamp");
  }

  /** The expression that tells a column's value as this form takes it. */
  static String sql(Column column) {
    String name = Identifiers.quote(column.name());
    return isTime(column.type())
        ? "(EXTRACT(EPOCH FROM " + name + ") * 1000)::text"
        : name + "::text";
  }

  /** The form of what a query told. */
  String ofText(@Nullable String text) {
    return text == null ? NULL : quoted(form(text));
  }

  /** The form of what a sink wrote. */
  String ofJson(@Nullable JsonElement json) {
    if (json == null || json.isJsonNull()) {
      return NULL;
    }
    return quoted(form(json instanceof JsonPrimitive one ? one.getAsString() : json.toString()));
  }

  private String form(String text) {
    return switch (this) {
      case BOOLEAN -> text.startsWith("t") ? "true" : "false";
      case NUMBER -> number(text);
      case FLOAT -> floating(text);
      case TEXT -> text;
      case JSON -> json(text);
    };
  }

  /** A text cannot pass for a null. */
  private String quoted(String value) {
    return this == TEXT ? "\"" + value + "\"" : value;
  }

  private static String number(String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException notANumber) {
      return isUnbounded(text) ? NULL : text;
    }
  }

  private static String floating(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? Double.toString(number + 0.0) : NULL;
    } catch (NumberFormatException infinity) {
      return isUnbounded(text) ? NULL : text;
    }
  }

  /** JSON has no such numbers: the sink writes null. */
  private static boolean isUnbounded(String text) {
    return Set.of("NaN", "Infinity", "-Infinity", "inf", "-inf").contains(text);
  }

  private static String json(String text) {
    try {
      return sorted(JsonParser.parseString(text)).toString();
    } catch (JsonSyntaxException bareText) {
      return new JsonPrimitive(text).toString();
    }
  }

  private static JsonElement sorted(JsonElement json) {
    if (json instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      new TreeSet<>(object.keySet()).forEach(key -> copy.add(key, sorted(object.get(key))));
      return copy;
    }
    if (json instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    if (json instanceof JsonPrimitive primitive && primitive.isNumber()) {
      return new JsonPrimitive(primitive.getAsBigDecimal().stripTrailingZeros());
    }
    return json == null ? JsonNull.INSTANCE : json;
  }
}
