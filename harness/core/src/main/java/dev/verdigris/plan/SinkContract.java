package dev.verdigris.plan;

import dev.verdigris.project.SqlLexException;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.util.List;

/**
 * What a sink promises to those who read its topic, from its stored statement.
 *
 * @param topic the topic's name
 * @param key the columns of its records' key, in order; empty where they have none
 * @param enforced whether the server insists on the key's being provably unique
 * @param format {@code JSON}, or the words behind {@code FORMAT}
 * @param envelope {@code UPSERT} or {@code DEBEZIUM}
 */
public record SinkContract(
    String topic, List<String> key, boolean enforced, String format, String envelope) {

  /** Makes the list immutable. */
  public SinkContract {
    key = List.copyOf(key);
  }

  /** Reads a stored statement; what it does not say is empty. */
  public static SinkContract of(String createSql) {
    SinkKey key = SinkKey.of(createSql);
    List<SqlToken> tokens;
    try {
      tokens = SqlLexer.tokens(createSql);
    } catch (SqlLexException e) {
      tokens = List.of();
    }
    return new SinkContract(
        topic(tokens),
        key.columns(),
        key.enforced(),
        after(tokens, "FORMAT"),
        after(tokens, "ENVELOPE"));
  }

  private static String topic(List<SqlToken> tokens) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isWord("TOPIC")) {
        SqlToken next = tokens.get(i + 1);
        return next.isSymbol("=") ? tokens.get(i + 2).value() : next.value();
      }
    }
    return "";
  }

  /** The one word behind a keyword that stands outside of parentheses. */
  private static String after(List<SqlToken> tokens, String keyword) {
    int depth = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
      } else if (depth == 0 && token.isWord(keyword)) {
        return tokens.get(i + 1).value().toUpperCase(java.util.Locale.ROOT);
      }
    }
    return "";
  }
}
