package dev.verdigris.engine.sql;

/** Writes names: always in quotes, as the stored form has them, or only where it must be. */
final class Names {
  private Names() {}

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quotedIfNeeded(String name) {
    return isSimple(name) && !Keywords.needsQuotes(name) ? name : quoted(name);
  }

  private static boolean isSimple(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !(i > 0 && (digit || c == '$'))) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
