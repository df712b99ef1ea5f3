package dev.verdigris.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * What Materialize says of a text that is no JSON: its reader's words, with line and column.
 *
 * <p>The reader's positions count bytes. An error at a character that was only looked at tells that
 * character's place; one at a character that was taken tells the same, one further than what came
 * before it.
 */
final class JsonErrors {
  private static final int DEEPEST = 128;

  private final String text;
  private int at;

  private JsonErrors(String text) {
    this.text = text;
  }

  /** What is wrong with the text; null if it is JSON, or if the words for it are not known. */
  static @Nullable String of(String text) {
    if (!text.chars().allMatch(c -> c < 128)) {
      return null;
    }
    JsonErrors reader = new JsonErrors(text);
    try {
      reader.value(0);
      reader.spaces();
      if (reader.at < text.length()) {
        throw reader.error("trailing characters", 1);
      }
      return null;
    } catch (Wrong wrong) {
      return wrong.words;
    }
  }

  /** The error that ends the reading. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;
    private final @Nullable String words;

    Wrong(@Nullable String words) {
      super(words, null, false, false);
      this.words = words;
    }
  }

  private void value(int depth) throws Wrong {
    spaces();
    if (depth >= DEEPEST) {
      throw new Wrong(null);
    }
    if (at >= text.length()) {
      throw error("EOF while parsing a value", 1);
    }
    char c = text.charAt(at);
    switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> {
        if (c == '-' || Character.isDigit(c)) {
          number();
        } else {
          throw error("expected value", 1);
        }
      }
    }
  }

  private void object(int depth) throws Wrong {
    at++;
    boolean first = true;
    while (true) {
      spaces();
      if (at >= text.length()) {
        throw error("EOF while parsing an object", 1);
      }
      char c = text.charAt(at);
      if (c == '}') {
        at++;
        return;
      }
      if (!first) {
        if (c != ',') {
          throw error("expected `,` or `}`", 1);
        }
        at++;
        spaces();
        if (at >= text.length()) {
          throw error("EOF while parsing a value", 1);
        }
        c = text.charAt(at);
        if (c == '}') {
          throw error("trailing comma", 1);
        }
      }
      if (c != '"') {
        throw error("key must be a string", 1);
      }
      string();
      spaces();
      if (at >= text.length()) {
        throw error("EOF while parsing an object", 1);
      }
      if (text.charAt(at) != ':') {
        throw error("expected `:`", 1);
      }
      at++;
      value(depth + 1);
      first = false;
    }
  }

  private void array(int depth) throws Wrong {
    at++;
    boolean first = true;
    while (true) {
      spaces();
      if (at >= text.length()) {
        throw error("EOF while parsing a list", 1);
      }
      char c = text.charAt(at);
      if (c == ']') {
        at++;
        return;
      }
      if (!first) {
        if (c != ',') {
          throw error("expected `,` or `]`", 1);
        }
        at++;
        spaces();
        if (at >= text.length()) {
          throw error("EOF while parsing a value", 1);
        }
        if (text.charAt(at) == ']') {
          throw error("trailing comma", 1);
        }
      }
      value(depth + 1);
      first = false;
    }
  }

  private void string() throws Wrong {
    at++;
    while (true) {
      if (at >= text.length()) {
        throw error("EOF while parsing a string", 0);
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      if (c < ' ') {
        throw error("control character (\\u0000-\\u001F) found while parsing a string", 0);
      }
      if (c == '\\') {
        escape();
      }
    }
  }

  private void escape() throws Wrong {
    if (at >= text.length()) {
      throw error("EOF while parsing a string", 0);
    }
    char c = text.charAt(at++);
    if (c == 'u') {
      // Half characters have words of their own.
      if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
        throw new Wrong(null);
      }
      if (Character.isSurrogate((char) Integer.parseInt(text.substring(at, at + 4), 16))) {
        throw new Wrong(null);
      }
      at += 4;
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw error("invalid escape", 0);
    }
  }

  private void word(String word) throws Wrong {
    for (int i = 1; i < word.length(); i++) {
      at++;
      if (at >= text.length()) {
        throw error("EOF while parsing a value", 0);
      }
      if (text.charAt(at) != word.charAt(i)) {
        at++;
        throw error("expected ident", 0);
      }
    }
    at++;
  }

  private void number() throws Wrong {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (!text.substring(start, at).matches("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?")) {
      throw new Wrong(null);
    }
  }

  private void spaces() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /**
   * An error with its place.
   *
   * @param peeked 1 if the character at hand was looked at and not taken
   */
  private Wrong error(String words, int peeked) {
    int end = Math.min(text.length(), at + peeked);
    int line = 1;
    int column = 0;
    for (int i = 0; i < end; i++) {
      column++;
      if (text.charAt(i) == '\n') {
        line++;
        column = 0;
      }
    }
    return new Wrong(words + " at line " + line + " column " + column);
  }
}
