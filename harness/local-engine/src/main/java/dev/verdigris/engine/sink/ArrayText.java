package dev.verdigris.engine.sink;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL array as text, read into nested lists. An element is a {@link String}, null, or
 * again a {@link Nested}.
 */
final class ArrayText {

  /** An array inside an array. */
  record Nested(List<@Nullable Object> elements) {}

  private final String text;
  private int at;

  private ArrayText(String text) {
    this.text = text;
  }

  static Nested parse(String text) {
    ArrayText parser = new ArrayText(text);
    int brace = text.indexOf('{'); // What stands before it are bounds: [0:1]={…}
    if (brace < 0) {
      throw new IllegalArgumentException("not an array: " + text);
    }
    parser.at = brace;
    return parser.array();
  }

  private Nested array() {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    while (text.charAt(at) != '}') {
      char c = text.charAt(at);
      if (c == ',') {
        at++;
      } else if (c == '{') {
        elements.add(array());
      } else if (c == '"') {
        elements.add(quoted());
      } else {
        String bare = bare();
        elements.add(bare.equals("NULL") ? null : bare);
      }
    }
    at++;
    return new Nested(elements);
  }

  private String quoted() {
    StringBuilder element = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      element.append(text.charAt(at));
    }
    at++;
    return element.toString();
  }

  private String bare() {
    int start = at;
    while (text.charAt(at) != ',' && text.charAt(at) != '}') {
      at++;
    }
    return text.substring(start, at);
  }
}
