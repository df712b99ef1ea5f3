package dev.verdigris.validations;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values as PostgreSQL writes them: quotes are doubled inside quotes, an empty
 * field without quotes is null. Lines that begin with {@code #} are comments.
 */
final class Csv {
  private final String text;
  private int at;

  private Csv(String text) {
    this.text = text;
  }

  /** The records of a text, comments left out. */
  static List<List<@Nullable String>> read(String text) {
    Csv csv = new Csv(text.replace("\r\n", "\n"));
    List<List<@Nullable String>> records = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      if (csv.text.charAt(csv.at) == '#' || csv.text.charAt(csv.at) == '\n') {
        csv.skipLine();
      } else {
        records.add(csv.line());
      }
    }
    return records;
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }

  private List<@Nullable String> line() {
    List<@Nullable String> fields = new ArrayList<>();
    while (true) {
      fields.add(field());
      boolean more = at < text.length() && text.charAt(at) == ',';
      at++;
      if (!more) {
        return fields;
      }
    }
  }

  private @Nullable String field() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
      at++;
    }
    return start == at ? null : text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next != '"') {
        value.append(next);
      } else if (at < text.length() && text.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        return value.toString();
      }
    }
    throw new IllegalArgumentException("a quoted field is never closed");
  }

  /** A line without its end. */
  static String line(List<@Nullable String> fields) {
    return fields.stream().map(Csv::written).collect(Collectors.joining(","));
  }

  private static String written(@Nullable String value) {
    if (value == null) {
      return "";
    }
    boolean plain =
        !value.isEmpty()
            && !value.startsWith("#")
            && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
