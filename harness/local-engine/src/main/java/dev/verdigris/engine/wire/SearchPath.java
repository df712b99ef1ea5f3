package dev.verdigris.engine.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A search path written in one text: {@code public, "My Schema"}. */
final class SearchPath {
  private SearchPath() {}

  static List<String> parse(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      boolean end = i == text.length();
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        name.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if (c == ',' && (!quoted || end)) {
        String trimmed = name.toString().strip();
        names.add(wasQuoted ? trimmed : trimmed.toLowerCase(Locale.ROOT));
        name.setLength(0);
        wasQuoted = false;
      } else {
        name.append(c);
      }
    }
    return names;
  }
}
