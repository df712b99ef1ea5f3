package dev.verdigris.project;

import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits SQL text into tokens by PostgreSQL's lexical rules, which Materialize shares: nested
 * comments, {@code ''} and {@code ""} doubled inside quotes, {@code E''} and {@code U&''} escapes,
 * dollar quotes, operators by longest match.
 */
public final class SqlLexer {
  private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";

  /** A multi-character operator may end in {@code +} or {@code -} only if it holds one of these. */
  private static final String ENDING_FREELY = "~!@#%^&|`?";

  private final String text;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlLexer(String text) {
    this.text = text;
  }

  /**
   * All tokens of {@code text}, the last of kind {@link Kind#END}.
   *
   * @throws SqlLexException when a string, quoted identifier or comment is never closed, or an
   *     escape is malformed
   */
  public static List<SqlToken> tokens(String text) {
    SqlLexer lexer = new SqlLexer(text);
    while (lexer.skipBlank()) {
      lexer.token();
    }
    lexer.add(Kind.END, "", text.length());
    return List.copyOf(lexer.tokens);
  }

  /**
   * The statements of {@code text}, each as its own tokens without the {@code ;} and without an END
   * token; empty statements are left out. A {@code ;} inside parentheses does not end a statement.
   *
   * @throws SqlLexException as {@link #tokens(String)}
   */
  public static List<List<SqlToken>> statements(String text) {
    List<List<SqlToken>> statements = new ArrayList<>();
    List<SqlToken> current = new ArrayList<>();
    int depth = 0;
    for (SqlToken token : tokens(text)) {
      boolean ends = token.kind() == Kind.END || (token.isSymbol(";") && depth == 0);
      if (ends) {
        if (!current.isEmpty()) {
          statements.add(List.copyOf(current));
        }
        current.clear();
        depth = 0;
        continue;
      }
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth = Math.max(0, depth - 1);
      }
      current.add(token);
    }
    return List.copyOf(statements);
  }

  /** Moves to the next token; false at the end of the text. */
  private boolean skipBlank() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("--", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipComment() {
    int start = at;
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (at++ >= text.length()) {
        throw new SqlLexException("unterminated /* comment", start);
      }
    } while (depth > 0);
  }

  private void token() {
    char first = text.charAt(at);
    // Reading moves `at`, so that a token's start is taken before.
    int start = at;
    if (first == '\'') {
      add(Kind.STRING, quoted(at, '\'', false, "string"), start);
    } else if (first == '"') {
      add(Kind.QUOTED, quoted(at, '"', false, "quoted identifier"), start);
    } else if (prefixed("e'")) {
      prefixedString(Kind.STRING, 1, true);
    } else if (prefixed("b'") || prefixed("x'")) {
      prefixedString(Kind.BITS, 1, false);
    } else if (prefixed("n'")) {
      prefixedString(Kind.STRING, 1, false);
    } else if (prefixed("u&'")) {
      unicode(Kind.STRING, '\'', "string");
    } else if (prefixed("u&\"")) {
      unicode(Kind.QUOTED, '"', "quoted identifier");
    } else if (first == '$' && digitAt(at + 1)) {
      run(Kind.PARAMETER, endOfDigits(at + 1));
    } else if (first == '$' && dollarTagEnd() > 0) {
      dollarQuoted();
    } else if (startsWord(first)) {
      word();
    } else if (Character.isDigit(first) || (first == '.' && digitAt(at + 1))) {
      run(Kind.NUMBER, endOfNumber());
    } else {
      run(Kind.SYMBOL, endOfSymbol());
    }
  }

  private boolean prefixed(String prefix) {
    return text.regionMatches(true, at, prefix, 0, prefix.length());
  }

  private void prefixedString(Kind kind, int prefixLength, boolean escapes) {
    int start = at;
    add(kind, quoted(at + prefixLength, '\'', escapes, "string"), start);
  }

  /** Reads from the opening quote at {@code open} and leaves {@link #at} behind the closing one. */
  private String quoted(int open, char quote, boolean escapes, String what) {
    int start = at;
    StringBuilder value = new StringBuilder();
    int i = open + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == quote) {
        if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          value.append(quote);
          i += 2;
          continue;
        }
        at = i + 1;
        return value.toString();
      }
      if (escapes && c == '\\') {
        i = escape(i, value);
        continue;
      }
      value.append(c);
      i++;
    }
    throw new SqlLexException("unterminated " + what, start);
  }

  /** Decodes one backslash escape of an {@code E''} string; returns the offset behind it. */
  private int escape(int backslash, StringBuilder value) {
    int i = backslash + 1;
    if (i >= text.length()) {
      throw new SqlLexException("unterminated string", at);
    }
    char c = text.charAt(i);
    switch (c) {
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'x' -> {
        return codePoint(backslash, i + 1, 1, 2, 16, value);
      }
      case 'u' -> {
        return codePoint(backslash, i + 1, 4, 4, 16, value);
      }
      case 'U' -> {
        return codePoint(backslash, i + 1, 8, 8, 16, value);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return codePoint(backslash, i, 1, 3, 8, value);
      }
      default -> value.append(c);
    }
    return i + 1;
  }

  private int codePoint(int from, int start, int least, int most, int radix, StringBuilder value) {
    int end = start;
    while (end < text.length()
        && end - start < most
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    if (end - start < least) {
      throw new SqlLexException("invalid escape sequence", from);
    }
    int code = Integer.parseUnsignedInt(text.substring(start, end), radix);
    if (!Character.isValidCodePoint(code)) {
      throw new SqlLexException("invalid Unicode escape value", from);
    }
    value.appendCodePoint(code);
    return end;
  }

  private void unicode(Kind kind, char quote, String what) {
    int start = at;
    String raw = quoted(at + 2, quote, false, what);
    char escape = '\\';
    int behind = at;
    if (skipBlank() && prefixed("uescape")) {
      int clause = at;
      at += "uescape".length();
      if (!skipBlank() || text.charAt(at) != '\'') {
        throw new SqlLexException("UESCAPE must be followed by a simple string", clause);
      }
      String chosen = quoted(at, '\'', false, "string");
      if (chosen.length() != 1) {
        throw new SqlLexException("invalid Unicode escape character", clause);
      }
      escape = chosen.charAt(0);
      behind = at;
    }
    at = behind;
    add(kind, decodeUnicode(raw, escape, start), start);
  }

  private static String decodeUnicode(String raw, char escape, int start) {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < raw.length(); ) {
      char c = raw.charAt(i);
      if (c != escape) {
        value.append(c);
        i++;
      } else if (i + 1 < raw.length() && raw.charAt(i + 1) == escape) {
        value.append(escape);
        i += 2;
      } else {
        boolean six = i + 1 < raw.length() && raw.charAt(i + 1) == '+';
        int from = six ? i + 2 : i + 1;
        int to = from + (six ? 6 : 4);
        try {
          value.appendCodePoint(Integer.parseInt(raw.substring(from, to), 16));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
          throw new SqlLexException("invalid Unicode escape", start);
        }
        i = to;
      }
    }
    return value.toString();
  }

  /** Offset behind the opening {@code $tag$} at {@link #at}, or -1 if there is none. */
  private int dollarTagEnd() {
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '$') {
      char c = text.charAt(i);
      if (!(startsWord(c) || Character.isDigit(c))) {
        return -1;
      }
      i++;
    }
    return i < text.length() ? i + 1 : -1;
  }

  private void dollarQuoted() {
    int start = at;
    int body = dollarTagEnd();
    String tag = text.substring(start, body);
    int close = text.indexOf(tag, body);
    if (close < 0) {
      throw new SqlLexException("unterminated dollar-quoted string", start);
    }
    at = close + tag.length();
    add(Kind.STRING, text.substring(body, close), start);
  }

  private void word() {
    int end = at;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (!startsWord(c) && !Character.isDigit(c) && c != '$') {
        break;
      }
      end++;
    }
    int start = at;
    at = end;
    add(Kind.WORD, text.substring(start, end).toLowerCase(Locale.ROOT), start);
  }

  private static boolean startsWord(char c) {
    return Character.isLetter(c) || c == '_' || c >= 0x80;
  }

  private boolean digitAt(int i) {
    return i < text.length() && Character.isDigit(text.charAt(i));
  }

  private int endOfDigits(int from) {
    int end = from;
    while (digitAt(end)) {
      end++;
    }
    return end;
  }

  private int endOfNumber() {
    int end = endOfDigits(at);
    if (end < text.length() && text.charAt(end) == '.') {
      end = endOfDigits(end + 1);
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int digits = end + 1;
      if (digits < text.length() && "+-".indexOf(text.charAt(digits)) >= 0) {
        digits++;
      }
      if (digitAt(digits)) {
        end = endOfDigits(digits);
      }
    }
    return end;
  }

  private int endOfSymbol() {
    if (text.startsWith("::", at) || text.startsWith(":=", at)) {
      return at + 2;
    }
    int end = at;
    while (end < text.length()
        && OPERATOR_CHARACTERS.indexOf(text.charAt(end)) >= 0
        && !text.startsWith("--", end)
        && !text.startsWith("/*", end)) {
      end++;
    }
    if (end <= at + 1) {
      return at + 1;
    }
    boolean free = text.substring(at, end).chars().anyMatch(c -> ENDING_FREELY.indexOf(c) >= 0);
    while (!free && end > at + 1 && "+-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  private void run(Kind kind, int end) {
    int start = at;
    at = end;
    add(kind, text.substring(start, end), start);
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new SqlToken(kind, value, start, kind == Kind.END ? start : at));
  }
}
