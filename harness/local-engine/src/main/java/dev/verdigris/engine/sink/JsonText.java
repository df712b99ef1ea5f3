package dev.verdigris.engine.sink;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Writes pieces of JSON in the form in which Materialize sends them. */
final class JsonText {

  private static final Gson GSON = new Gson();

  /** Of a float, from here on an exponent is written, and below {@link #SMALL}. */
  private static final BigDecimal LARGE = new BigDecimal("1e16");

  private static final BigDecimal SMALL = new BigDecimal("1e-5");

  private JsonText() {}

  static void string(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** A float as PostgreSQL prints it; what is not a number is null. */
  static void floating(StringBuilder out, String value) {
    if (value.endsWith("NaN") || value.endsWith("Infinity")) {
      out.append("null");
      return;
    }
    BigDecimal number = new BigDecimal(value).stripTrailingZeros();
    BigDecimal size = number.abs();
    if (number.signum() != 0 && (size.compareTo(LARGE) >= 0 || size.compareTo(SMALL) < 0)) {
      String digits = number.unscaledValue().abs().toString();
      int exponent = digits.length() - 1 - number.scale();
      out.append(number.signum() < 0 ? "-" : "").append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      out.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
      return;
    }
    String plain = number.toPlainString();
    out.append(value.startsWith("-") && number.signum() == 0 ? "-" : "").append(plain);
    if (plain.indexOf('.') < 0) {
      out.append(".0");
    }
  }

  /** A numeric as PostgreSQL prints it, without trailing zeros or an exponent. */
  static String plain(String value) {
    if (value.endsWith("NaN") || value.endsWith("Infinity")) {
      return value;
    }
    BigDecimal number = new BigDecimal(value);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** A jsonb: no spaces, keys sorted, numbers plain. */
  static void json(StringBuilder out, String value) {
    json(out, parse(value));
  }

  static JsonElement parse(String value) {
    return GSON.fromJson(value, JsonElement.class);
  }

  private static void json(StringBuilder out, JsonElement element) {
    if (element.isJsonObject()) {
      out.append('{');
      Iterator<Map.Entry<String, JsonElement>> fields = sorted(element.getAsJsonObject());
      while (fields.hasNext()) {
        Map.Entry<String, JsonElement> field = fields.next();
        string(out, field.getKey());
        json(out.append(':'), field.getValue());
        out.append(fields.hasNext() ? "," : "");
      }
      out.append('}');
    } else if (element.isJsonArray()) {
      out.append('[');
      String separator = "";
      for (JsonElement each : element.getAsJsonArray()) {
        json(out.append(separator), each);
        separator = ",";
      }
      out.append(']');
    } else if (element.isJsonNull()) {
      out.append("null");
    } else if (element.getAsJsonPrimitive().isString()) {
      string(out, element.getAsString());
    } else if (element.getAsJsonPrimitive().isNumber()) {
      out.append(plain(element.getAsString()));
    } else {
      out.append(element.getAsBoolean());
    }
  }

  static Iterator<Map.Entry<String, JsonElement>> sorted(JsonObject object) {
    Map<String, JsonElement> fields = new TreeMap<>();
    object.entrySet().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
    return fields.entrySet().iterator();
  }
}
