package dev.verdigris.project;

import dev.verdigris.project.SqlToken.Kind;
import java.util.Set;

/** Tells by a few tokens what a place in a query is. */
final class QueryShape {
  private static final Set<String> SET_OPERATORS = Set.of("union", "except", "intersect");

  private final TokenReader tokens;

  QueryShape(TokenReader tokens) {
    this.tokens = tokens;
  }

  /** Whether the FROM at {@code from} ends {@code IS [NOT] DISTINCT FROM}. */
  boolean isDistinctFrom(int from) {
    return tokens.wordsAt(from - 2, "is", "distinct")
        || tokens.wordsAt(from - 3, "is", "not", "distinct");
  }

  /** Whether a token joins two queries. */
  static boolean isSetOperator(SqlToken token) {
    return token.kind() == Kind.WORD && SET_OPERATORS.contains(token.value());
  }

  /** Whether a query without brackets around it begins at {@code i}. */
  boolean beginsQuery(int i) {
    return tokens.wordsAt(i, "select")
        || (tokens.wordsAt(i, "with") && tokens.token(i + 1).isIdentifier())
        || (tokens.wordsAt(i, "values") && tokens.token(i + 1).isSymbol("("))
        || (tokens.wordsAt(i, "table") && tokens.token(i + 1).isIdentifier());
  }

  /**
   * Whether the brackets that open at {@code open} hold a query, and not an expression or a join:
   * {@code ((SELECT 1) UNION …)} does, {@code ((SELECT 1) + 1)} and {@code ((SELECT 1) a JOIN b)}
   * do not.
   */
  boolean holdsQuery(int open) {
    if (!tokens.token(open).isSymbol("(")) {
      return false;
    }
    int inner = open + 1;
    if (!tokens.token(inner).isSymbol("(")) {
      return beginsQuery(inner);
    }
    SqlToken behind = tokens.token(tokens.partner(inner) + 1);
    boolean goesOn =
        behind.isSymbol(")")
            || isSetOperator(behind)
            || behind.isWord("order")
            || behind.isWord("limit")
            || behind.isWord("offset")
            || behind.isWord("fetch");
    return goesOn && holdsQuery(inner);
  }
}
