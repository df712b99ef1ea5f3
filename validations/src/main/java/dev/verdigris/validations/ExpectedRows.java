package dev.verdigris.validations;

import dev.verdigris.validations.table.TextTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a query should return.
 *
 * @param columns the names of the columns; null: they do not matter
 * @param rows the values as text
 */
record ExpectedRows(@Nullable List<String> columns, List<List<@Nullable String>> rows) {
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "uint2", "uint4", "uint8", "numeric", "float4", "float8");
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter(java.util.Locale.ROOT);

  static ExpectedRows of(List<? extends List<? extends @Nullable Object>> rows) {
    List<List<@Nullable String>> texts = new ArrayList<>();
    for (List<? extends @Nullable Object> row : rows) {
      List<@Nullable String> text = new ArrayList<>();
      row.forEach(value -> text.add(value == null ? null : text(value)));
      texts.add(text);
    }
    return new ExpectedRows(null, texts);
  }

  /** A Java value as Materialize writes it. */
  private static String text(Object value) {
    if (value instanceof LocalDateTime time) {
      return TIME.format(time);
    }
    if (value instanceof Instant instant) {
      return TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "+00";
    }
    if (value instanceof OffsetDateTime time) {
      return text(time.toInstant());
    }
    if (value instanceof Boolean bool) {
      return bool ? "t" : "f";
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  static ExpectedRows table(String table) {
    return of(TextTable.parse(table));
  }

  static ExpectedRows csv(Path file) {
    return of(TextTable.csv(file));
  }

  private static ExpectedRows of(TextTable table) {
    return new ExpectedRows(table.columns(), table.rows());
  }

  /**
   * Takes away what both sides have.
   *
   * @return what is missing in {@code actual}, and what is too much there
   */
  Leftovers against(Table actual, int from) {
    List<String> types = actual.types().subList(from, actual.types().size());
    Map<List<@Nullable String>, Integer> left = new HashMap<>();
    for (List<@Nullable String> row : rows) {
      left.merge(normal(row, types), 1, Integer::sum);
    }
    List<List<@Nullable String>> extra = new ArrayList<>();
    for (List<@Nullable String> whole : actual.rows()) {
      List<@Nullable String> row = whole.subList(from, whole.size());
      List<@Nullable String> normal = normal(row, types);
      if (left.containsKey(normal)) {
        left.computeIfPresent(normal, (same, count) -> count == 1 ? null : count - 1);
      } else {
        extra.add(row);
      }
    }
    List<List<@Nullable String>> missing = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      List<@Nullable String> normal = normal(row, types);
      if (left.containsKey(normal)) {
        left.computeIfPresent(normal, (same, count) -> count == 1 ? null : count - 1);
        missing.add(row);
      }
    }
    return new Leftovers(missing, extra);
  }

  /** What one side has and the other has not. */
  record Leftovers(List<List<@Nullable String>> missing, List<List<@Nullable String>> extra) {
    boolean none() {
      return missing.isEmpty() && extra.isEmpty();
    }
  }

  private static List<@Nullable String> normal(List<@Nullable String> row, List<String> types) {
    @Nullable String[] normal = new String[row.size()];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = normal(row.get(i), i < types.size() ? types.get(i) : "");
    }
    return Arrays.asList(normal);
  }

  private static @Nullable String normal(@Nullable String value, String type) {
    if (value == null) {
      return null;
    }
    if (type.equals("bool")) {
      return value.equals("true") ? "t" : value.equals("false") ? "f" : value;
    }
    if (!NUMBERS.contains(type)) {
      return value;
    }
    try {
      return new BigDecimal(value).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException notFinite) {
      return value;
    }
  }

  /** For people. */
  String words() {
    return columns == null
        ? rows.size() + " rows"
        : rows.size() + " rows of " + columns.stream().collect(Collectors.joining(", "));
  }
}
