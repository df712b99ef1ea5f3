package dev.verdigris.project;

import dev.verdigris.project.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Reads the tokens of one statement from left to right. */
final class TokenReader {
  private final List<SqlToken> tokens;
  private final int[] partners;
  private int at;

  /**
   * Begins at the statement's first token.
   *
   * @throws SqlSyntaxException when a bracket has no partner
   */
  TokenReader(List<SqlToken> statement) {
    List<SqlToken> all = new ArrayList<>(statement);
    int end = statement.isEmpty() ? 0 : statement.get(statement.size() - 1).end();
    all.add(new SqlToken(Kind.END, "", end, end));
    this.tokens = List.copyOf(all);
    this.partners = partners(tokens);
  }

  /** Index of the token that is read next. */
  int index() {
    return at;
  }

  void moveTo(int index) {
    at = index;
  }

  /** How many tokens there are, the end not counted. */
  int size() {
    return tokens.size() - 1;
  }

  SqlToken token(int index) {
    return tokens.get(Math.min(index, size()));
  }

  SqlToken peek() {
    return token(at);
  }

  SqlToken next() {
    SqlToken token = peek();
    at++;
    return token;
  }

  /** Index of the bracket that closes, or opens, the one at {@code index}. */
  int partner(int index) {
    return partners[index];
  }

  boolean atEnd() {
    return at >= size();
  }

  /** Whether these words come next. */
  boolean sees(String... words) {
    return wordsAt(at, words);
  }

  /** Whether these words stand at {@code index}. */
  boolean wordsAt(int index, String... words) {
    if (index < 0) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!token(index + i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Reads these words if all of them come next. */
  boolean accept(String... words) {
    if (!sees(words)) {
      return false;
    }
    at += words.length;
    return true;
  }

  boolean acceptSymbol(String symbol) {
    if (!peek().isSymbol(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String... words) {
    for (String word : words) {
      if (!accept(word)) {
        throw expected(word.toUpperCase(Locale.ROOT));
      }
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw expected("the end of the statement");
    }
  }

  SqlToken identifier(String what) {
    if (!peek().isIdentifier()) {
      throw expected(what);
    }
    return next();
  }

  /** Reads a name of one or more parts. */
  SqlName name(String what) {
    List<SqlToken> parts = new ArrayList<>();
    do {
      parts.add(identifier(what));
    } while (acceptSymbol("."));
    return new SqlName(parts);
  }

  /** Moves behind the bracket that closes the one that comes next. */
  void skipGroup() {
    at = partner(at) + 1;
  }

  /** What to throw when something else stands at the next token. */
  SqlSyntaxException expected(String what) {
    return expectedAt(at, what);
  }

  SqlSyntaxException expectedAt(int index, String what) {
    SqlToken found = token(index);
    String text =
        switch (found.kind()) {
          case END -> "the end of the statement";
          case STRING -> "a string";
          case BITS -> "a bit string";
          default -> "\"" + found.value() + "\"";
        };
    return new SqlSyntaxException("expected " + what + ", found " + text, found.start());
  }

  private static int[] partners(List<SqlToken> tokens) {
    int[] partners = new int[tokens.size()];
    Arrays.fill(partners, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      if (token.isSymbol("(") || token.isSymbol("[")) {
        open.push(i);
      } else if (token.isSymbol(")") || token.isSymbol("]")) {
        String opener = token.isSymbol(")") ? "(" : "[";
        if (open.isEmpty() || !tokens.get(open.element()).isSymbol(opener)) {
          throw new SqlSyntaxException(
              "\"" + token.value() + "\" closes nothing that is open", token.start());
        }
        partners[i] = open.pop();
        partners[partners[i]] = i;
      }
    }
    if (!open.isEmpty()) {
      SqlToken token = tokens.get(open.getLast());
      throw new SqlSyntaxException("\"" + token.value() + "\" is never closed", token.start());
    }
    return partners;
  }
}
