package dev.verdigris.engine.sink;

import com.google.gson.JsonElement;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.query.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as JSON objects in the order of their columns, each value as Materialize does for its
 * type (recorded in sinks.jsonl, group types). Values come as PostgreSQL prints them with style ISO
 * and UTC. What was never recorded is a whole float, which is written with {@code .0}.
 */
final class JsonEncoder {

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 10, SignStyle.NORMAL)
          .appendPattern("-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalStart()
          .appendOffset("+HH:mm", "+00")
          .optionalEnd()
          .toFormatter(Locale.ROOT);
  private static final Pattern OFFSET = Pattern.compile(":[0-9.]+[+-][0-9:]+$");
  private static final Pattern MONTH = Pattern.compile("\\bmon(s?)\\b");
  private static final int MILLIS_PER_SECOND = 1000;

  private final List<Column> columns;

  JsonEncoder(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** A whole row. */
  String row(List<@Nullable String> values) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < columns.size(); i++) {
      field(out, i, values);
    }
    return out.append('}').toString();
  }

  /** Some columns of a row, by their positions from 0. */
  String key(List<@Nullable String> values, List<Integer> positions) {
    StringBuilder out = new StringBuilder("{");
    for (int position : positions) {
      field(out, position, values);
    }
    return out.append('}').toString();
  }

  private void field(StringBuilder out, int position, List<@Nullable String> values) {
    if (out.length() > 1) {
      out.append(',');
    }
    JsonText.string(out, columns.get(position).name());
    out.append(':');
    value(out, columns.get(position).type(), values.get(position));
  }

  private static void value(StringBuilder out, SqlType type, @Nullable String text) {
    if (text == null) {
      out.append("null");
      return;
    }
    switch (type.kind()) {
      case ARRAY -> array(out, element(type), ArrayText.parse(text));
      case LIST, MAP -> nested(out, type, JsonText.parse(text));
      case SCALAR -> scalar(out, type, text);
      case RECORD, UNKNOWN ->
          throw SqlException.unsupported("type " + type.display() + " in a sink");
    }
  }

  private static void scalar(StringBuilder out, SqlType type, String text) {
    switch (type.name()) {
      case "int2", "int4", "int8", "uint2", "uint4", "uint8", "oid" -> out.append(text);
      case "float4", "float8" -> JsonText.floating(out, text);
      case "bool" -> out.append(text.startsWith("t"));
      case "numeric" -> JsonText.string(out, JsonText.plain(text));
      case "timestamp", "timestamptz" -> JsonText.string(out, epoch(text));
      case "time" -> JsonText.string(out, time(text));
      case "interval" -> JsonText.string(out, MONTH.matcher(text).replaceAll("month$1"));
      case "jsonb" -> JsonText.json(out, text);
      case "bytea" -> bytes(out, text);
      case "text", "varchar", "bpchar", "char", "name", "date", "uuid", "mz_timestamp" ->
          JsonText.string(out, text);
      default -> throw SqlException.unsupported("type " + type.display() + " in a sink");
    }
  }

  private static void array(StringBuilder out, SqlType element, ArrayText.Nested array) {
    out.append('[');
    String separator = "";
    for (Object each : array.elements()) {
      out.append(separator);
      if (each instanceof ArrayText.Nested inner) {
        array(out, element, inner);
      } else {
        value(out, element, (String) each);
      }
      separator = ",";
    }
    out.append(']');
  }

  /** Lists and maps are stored as JSON whose leaves are the texts of the elements. */
  private static void nested(StringBuilder out, SqlType type, JsonElement json) {
    if (json.isJsonNull()) {
      out.append("null");
    } else if (type.kind() == SqlType.Kind.LIST) {
      out.append('[');
      String separator = "";
      for (JsonElement each : json.getAsJsonArray()) {
        nested(out.append(separator), element(type), each);
        separator = ",";
      }
      out.append(']');
    } else if (type.kind() == SqlType.Kind.MAP) {
      out.append('{');
      Iterator<Map.Entry<String, JsonElement>> fields = JsonText.sorted(json.getAsJsonObject());
      while (fields.hasNext()) {
        Map.Entry<String, JsonElement> field = fields.next();
        JsonText.string(out, field.getKey());
        nested(out.append(':'), element(type), field.getValue());
        out.append(fields.hasNext() ? "," : "");
      }
      out.append('}');
    } else {
      value(out, type, json.isJsonPrimitive() ? json.getAsString() : json.toString());
    }
  }

  private static SqlType element(SqlType type) {
    SqlType element = type.element();
    if (element == null) {
      throw new IllegalStateException("no element type: " + type);
    }
    return element;
  }

  /** Milliseconds since 1970 with three decimals. */
  private static String epoch(String text) {
    LocalDateTime utc =
        OFFSET.matcher(text).find()
            ? OffsetDateTime.parse(text, DATE_TIME)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDateTime()
            : LocalDateTime.parse(text, DATE_TIME);
    BigDecimal millis =
        BigDecimal.valueOf(utc.toEpochSecond(ZoneOffset.UTC))
            .multiply(BigDecimal.valueOf(MILLIS_PER_SECOND))
            .add(BigDecimal.valueOf(utc.get(ChronoField.MICRO_OF_SECOND), 3));
    return millis.setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  /** No fraction, or one of three or six digits. */
  private static String time(String text) {
    LocalTime time = LocalTime.parse(text);
    String whole = time.format(DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT));
    int micros = time.get(ChronoField.MICRO_OF_SECOND);
    if (micros == 0) {
      return whole;
    }
    return micros % 1000 == 0
        ? whole + String.format(".%03d", micros / 1000)
        : whole + String.format(".%06d", micros);
  }

  private static void bytes(StringBuilder out, String hex) {
    out.append('[');
    for (int i = 2; i + 1 < hex.length(); i += 2) {
      out.append(i == 2 ? "" : ",").append(Integer.parseInt(hex.substring(i, i + 2), 16));
    }
    out.append(']');
  }
}
