package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.project.SqlLexException;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import dev.verdigris.project.SqlToken.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the tokens of a text and words what was expected and what was found as Materialize
 * does.
 */
final class TokenCursor {
  private static final Map<String, String> SYMBOLS =
      Map.ofEntries(
          Map.entry("=", "equals sign"),
          Map.entry("*", "star"),
          Map.entry("(", "left parenthesis"),
          Map.entry(")", "right parenthesis"),
          Map.entry("[", "left square bracket"),
          Map.entry("]", "right square bracket"),
          Map.entry(".", "dot"),
          Map.entry(",", "comma"),
          Map.entry(":", "colon"),
          Map.entry("::", "double colon"),
          Map.entry(";", "semicolon"),
          Map.entry("=>", "arrow"));

  private static final Map<String, String> LEXICAL_ERRORS =
      Map.of(
          "unterminated string", "unterminated quoted string",
          "unterminated /* comment", "unterminated multiline comment");

  /** How deep expressions, queries and types may be nested. */
  private static final int MAX_DEPTH = 128;

  private final String text;
  private final List<SqlToken> tokens;
  private int index;
  private int depth;

  TokenCursor(String text) {
    this.text = text;
    try {
      this.tokens = SqlLexer.tokens(text);
    } catch (SqlLexException e) {
      String message = String.valueOf(e.getMessage());
      throw SqlException.syntax(
          LEXICAL_ERRORS.getOrDefault(message, message), characterAt(text, e.position()));
    }
    for (SqlToken token : tokens) {
      if (token.kind() == Kind.QUOTED && token.value().isEmpty()) {
        throw error("zero-length delimited identifier", token);
      }
    }
  }

  /** What {@code read} reads, one level further down; too far down is an error, not a crash. */
  <T> T deeper(Supplier<T> read) {
    if (depth >= MAX_DEPTH) {
      throw error("statement exceeds nested expression limit of " + MAX_DEPTH, tokens.get(0));
    }
    depth++;
    try {
      return read.get();
    } finally {
      depth--;
    }
  }

  SqlToken peek() {
    return peek(0);
  }

  SqlToken peek(int ahead) {
    return tokens.get(Math.min(index + ahead, tokens.size() - 1));
  }

  SqlToken next() {
    SqlToken token = peek();
    if (index < tokens.size() - 1) {
      index++;
    }
    return token;
  }

  boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  /** Offset behind the token before this one. */
  int endOfPrevious() {
    return index == 0 ? 0 : tokens.get(index - 1).end();
  }

  String text(int start, int end) {
    return text.substring(start, end);
  }

  boolean at(String keyword) {
    return peek().isWord(keyword);
  }

  boolean at(int ahead, String keyword) {
    return peek(ahead).isWord(keyword);
  }

  boolean atAny(String... keywords) {
    return atAny(0, keywords);
  }

  boolean atAny(int ahead, String... keywords) {
    return Arrays.stream(keywords).anyMatch(keyword -> at(ahead, keyword));
  }

  boolean atSymbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  boolean atSymbol(int ahead, String symbol) {
    return peek(ahead).isSymbol(symbol);
  }

  /** Passes over these keywords if all of them come next; passes over nothing otherwise. */
  boolean accept(String... keywords) {
    for (int i = 0; i < keywords.length; i++) {
      if (!at(i, keywords[i])) {
        return false;
      }
    }
    for (int i = 0; i < keywords.length; i++) {
      next();
    }
    return true;
  }

  /** Passes over the first of {@code keywords} that comes next, and returns it. */
  @Nullable String acceptOneOf(String... keywords) {
    for (String keyword : keywords) {
      if (accept(keyword)) {
        return keyword;
      }
    }
    return null;
  }

  void expect(String... keywords) {
    for (String keyword : keywords) {
      if (!accept(keyword)) {
        throw expected(keyword);
      }
    }
  }

  String expectOneOf(String... keywords) {
    String found = acceptOneOf(keywords);
    if (found == null) {
      throw expected(oneOf(List.of(keywords)));
    }
    return found;
  }

  static String oneOf(List<String> keywords) {
    return keywords.size() == 1 ? keywords.get(0) : "one of " + String.join(" or ", keywords);
  }

  boolean acceptSymbol(String symbol) {
    if (!atSymbol(symbol)) {
      return false;
    }
    next();
    return true;
  }

  void expectSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw expected(SYMBOLS.getOrDefault(symbol, symbol));
    }
  }

  String expectString() {
    if (peek().kind() != Kind.STRING) {
      throw expected("literal string");
    }
    return next().value();
  }

  long expectUnsigned() {
    if (peek().kind() == Kind.NUMBER) {
      try {
        long value = Long.parseLong(peek().value());
        next();
        return value;
      } catch (NumberFormatException e) {
        throw error("unable to parse number " + peek().value(), peek());
      }
    }
    throw expected("literal unsigned integer");
  }

  /** {@code Expected …, found …} at the next token. */
  SqlException expected(String what) {
    return expected(what, peek());
  }

  SqlException expected(String what, SqlToken found) {
    return error("Expected " + what + ", found " + describe(found), found);
  }

  SqlException error(String message, SqlToken at) {
    return SqlException.syntax(message, characterAt(text, at.start()));
  }

  private String describe(SqlToken token) {
    String value = token.value();
    return switch (token.kind()) {
      case WORD ->
          Keywords.isKeyword(value)
              ? value.toUpperCase(Locale.ROOT)
              : "identifier \"" + value + "\"";
      case QUOTED -> "identifier \"" + value + "\"";
      case STRING -> "string literal \"" + value + "\"";
      case BITS -> "hex string \"" + value + "\"";
      case NUMBER -> "number \"" + value + "\"";
      case PARAMETER -> "parameter \"" + value + "\"";
      case SYMBOL -> SYMBOLS.getOrDefault(value, "operator \"" + value + "\"");
      case END -> "EOF";
    };
  }

  private static int characterAt(String text, int offset) {
    return text.codePointCount(0, offset) + 1;
  }
}
