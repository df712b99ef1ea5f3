package dev.verdigris.plan;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.project.SqlLexException;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.util.ArrayList;
import java.util.List;

/**
 * The key that a sink's records have.
 *
 * @param columns its columns in order; empty where the sink has no key
 * @param enforced whether the server insists on their being provably unique
 * @param connectionSql the Kafka connection's whole name, quoted; empty where the sink has none
 */
record SinkKey(List<String> columns, boolean enforced, String connectionSql) {

  /** Makes the list immutable. */
  SinkKey {
    columns = List.copyOf(columns);
  }

  /** Reads the key from a sink's stored statement. */
  static SinkKey of(String createSql) {
    List<SqlToken> tokens;
    try {
      tokens = SqlLexer.tokens(createSql);
    } catch (SqlLexException e) {
      return new SinkKey(List.of(), false, "");
    }
    int depth = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      if (token.isSymbol("(")) {
        depth++;
      } else if (token.isSymbol(")")) {
        depth--;
      } else if (depth == 0 && token.isWord("KEY") && tokens.get(i + 1).isSymbol("(")) {
        return key(tokens, i + 2);
      }
    }
    return new SinkKey(List.of(), false, "");
  }

  private static SinkKey key(List<SqlToken> tokens, int first) {
    List<String> columns = new ArrayList<>();
    int at = first;
    while (at < tokens.size() && !tokens.get(at).isSymbol(")")) {
      if (tokens.get(at).isIdentifier()) {
        columns.add(tokens.get(at).value());
      }
      at++;
    }
    boolean enforced =
        !columns.isEmpty()
            && (at + 1 >= tokens.size() || !tokens.get(at + 1).isWord("NOT"))
            && isUpsert(tokens);
    return new SinkKey(columns, enforced, connection(tokens));
  }

  /** Whether the server can be asked about the key, and has to be. */
  boolean isProbed() {
    return enforced && !connectionSql.isEmpty();
  }

  /** Behind {@code INTO KAFKA CONNECTION}: {@code [u3 AS "db"."schema"."name"]}, or the name. */
  private static String connection(List<SqlToken> tokens) {
    int at = 0;
    while (at + 1 < tokens.size()
        && !(tokens.get(at).isWord("KAFKA") && tokens.get(at + 1).isWord("CONNECTION"))) {
      at++;
    }
    at += 2;
    if (at < tokens.size() && tokens.get(at).isSymbol("[")) {
      at += 3;
    }
    List<String> parts = new ArrayList<>();
    while (at < tokens.size() && tokens.get(at).isIdentifier()) {
      parts.add(tokens.get(at).value());
      at += at + 1 < tokens.size() && tokens.get(at + 1).isSymbol(".") ? 2 : 1;
      if (!tokens.get(at - 1).isSymbol(".")) {
        break;
      }
    }
    return Identifiers.qualified(parts.toArray(String[]::new));
  }

  /** Only upsert sinks need a unique key; for the others a key is a part of the record. */
  private static boolean isUpsert(List<SqlToken> tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isWord("ENVELOPE") && tokens.get(i + 1).isWord("UPSERT")) {
        return true;
      }
    }
    return false;
  }
}
