package dev.verdigris.validations;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.verdigris.catalog.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a compacted topic holds at one time of Materialize: the last value of each key, without
 * those that were deleted. Pure.
 */
final class TopicContent {
  /** Of keys that the topic does not have. */
  static final String MISSING = "missing";

  private final List<Column> key;
  private final List<Column> compared;
  private final Map<String, String> rows = new LinkedHashMap<>();
  private final Set<String> changedLater = new HashSet<>();

  /**
   * Compacts records.
   *
   * @param key columns of the key
   * @param compared all columns whose values are compared, those of the key among them
   * @param debezium whether values are {@code {"before": …, "after": …}}
   * @param at what changed later than this is not looked at
   */
  TopicContent(
      List<Column> key,
      List<Column> compared,
      List<TopicRecord> records,
      boolean debezium,
      long at) {
    this.key = key;
    this.compared = compared;
    for (TopicRecord record : records) {
      JsonObject row = object(record.value());
      String name = ofJson(key, object(record.key()));
      if (record.timestamp() > at) {
        changedLater.add(name);
        continue;
      }
      JsonObject now = debezium && row != null ? object(row.get("after")) : row;
      if (now == null) {
        rows.remove(name);
      } else {
        rows.put(name, ofJson(compared, now));
      }
    }
  }

  /**
   * Where the topic differs from rows that a query told at the same time.
   *
   * @param relation rows whose values are those of the compared columns, in their order
   */
  List<Observation> differences(List<List<@Nullable String>> relation) {
    Map<String, String> expected = new LinkedHashMap<>();
    for (List<@Nullable String> row : relation) {
      expected.put(ofTexts(key, row), ofTexts(compared, row));
    }
    List<Observation> differences = new ArrayList<>();
    expected.forEach(
        (name, row) -> {
          String held = rows.get(name);
          if (held == null) {
            // Compaction may have taken the record that a later one replaced.
            if (!changedLater.contains(name)) {
              differences.add(Observation.fail(MISSING, row));
            }
          } else if (!held.equals(row)) {
            differences.add(Observation.fail("stale", "topic " + held + "  relation " + row));
          }
        });
    rows.forEach(
        (name, row) -> {
          if (!expected.containsKey(name)) {
            differences.add(Observation.fail("extra", row));
          }
        });
    return differences;
  }

  private static @Nullable JsonObject object(@Nullable String json) {
    return json == null || json.isEmpty() ? null : object(JsonParser.parseString(json));
  }

  private static @Nullable JsonObject object(@Nullable JsonElement json) {
    return json instanceof JsonObject object ? object : null;
  }

  private static String ofJson(List<Column> columns, @Nullable JsonObject row) {
    List<String> values = new ArrayList<>();
    for (Column column : columns) {
      values.add(pair(column, form(column).ofJson(row == null ? null : row.get(column.name()))));
    }
    return String.join("  ", values);
  }

  private String ofTexts(List<Column> columns, List<@Nullable String> row) {
    List<String> values = new ArrayList<>();
    for (Column column : columns) {
      values.add(pair(column, form(column).ofText(row.get(compared.indexOf(column)))));
    }
    return String.join("  ", values);
  }

  private static String pair(Column column, String value) {
    return column.name() + "=" + value;
  }

  private static SinkValues form(Column column) {
    return SinkValues.of(column.type()).orElseThrow();
  }
}
