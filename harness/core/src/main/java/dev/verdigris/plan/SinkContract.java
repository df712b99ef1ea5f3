package dev.verdigris.plan;

import dev.verdigris.catalog.Identifiers;
import dev.verdigris.project.SqlLexException;
import dev.verdigris.project.SqlLexer;
import dev.verdigris.project.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a sink promises to those who read its topic, from its statement. Whether two statements make
 * the same sink is asked of {@link dev.verdigris.project.SinkDefinition}, which compares whole
 * clauses as text.
 *
 * @param topic the topic's name
 * @param key the columns of its records' key, in order; empty where they have none
 * @param enforced whether the server insists on the key's being provably unique: only upsert sinks
 *     need that, for the others a key is a part of the record
 * @param format {@code JSON}, or the word behind {@code FORMAT}, or behind {@code VALUE FORMAT}
 * @param envelope {@code UPSERT} or {@code DEBEZIUM}
 * @param connectionSql the Kafka connection's whole name, quoted; empty where the sink has none
 */
public record SinkContract(
    String topic,
    List<String> key,
    boolean enforced,
    String format,
    String envelope,
    String connectionSql) {

  /** Makes the list immutable. */
  public SinkContract {
    key = List.copyOf(key);
  }

  /** Reads a statement, as written or as stored; what it does not say is empty. */
  public static SinkContract of(String createSql) {
    try {
      return new Reading(SqlLexer.tokens(createSql)).contract();
    } catch (SqlLexException e) {
      return new SinkContract("", List.of(), false, "", "", "");
    }
  }

  /** Whether the server can be asked about the key, and has to be. */
  boolean isProbed() {
    return enforced && !connectionSql.isEmpty();
  }

  /** The tokens of a statement. */
  private record Reading(List<SqlToken> tokens) {

    SinkContract contract() {
      int open = behind("KEY", true);
      List<String> key = new ArrayList<>();
      int at = open + 1;
      while (open > 0 && !is(at, ")") && at < tokens.size()) {
        if (tokens.get(at).isIdentifier()) {
          key.add(tokens.get(at).value());
        }
        at++;
      }
      String envelope = word(behind("ENVELOPE", false));
      boolean waived = at + 1 < tokens.size() && tokens.get(at + 1).isWord("NOT");
      return new SinkContract(
          topic(),
          key,
          !key.isEmpty() && !waived && envelope.equals("UPSERT"),
          format(),
          envelope,
          connection());
    }

    /** The place behind a keyword that stands outside of parentheses; 0 where there is none. */
    private int behind(String keyword, boolean parenthesis) {
      int depth = 0;
      for (int i = 0; i + 1 < tokens.size(); i++) {
        if (is(i, "(")) {
          depth++;
        } else if (is(i, ")")) {
          depth--;
        } else if (depth == 0
            && tokens.get(i).isWord(keyword)
            && (!parenthesis || is(i + 1, "("))) {
          return i + 1;
        }
      }
      return 0;
    }

    /**
     * Where key and value have formats of their own, the value's: it is what carries the columns.
     */
    private String format() {
      for (int i = 0; i + 2 < tokens.size(); i++) {
        if (tokens.get(i).isWord("VALUE") && tokens.get(i + 1).isWord("FORMAT")) {
          return word(i + 2);
        }
      }
      return word(behind("FORMAT", false));
    }

    private String word(int at) {
      return at == 0 ? "" : tokens.get(at).value().toUpperCase(Locale.ROOT);
    }

    private String topic() {
      for (int i = 0; i + 2 < tokens.size(); i++) {
        if (tokens.get(i).isWord("TOPIC")) {
          return tokens.get(is(i + 1, "=") ? i + 2 : i + 1).value();
        }
      }
      return "";
    }

    /** Behind {@code INTO KAFKA CONNECTION}: {@code [u3 AS "db"."schema"."name"]}, or the name. */
    private String connection() {
      int at = 0;
      while (at + 1 < tokens.size()
          && !(tokens.get(at).isWord("KAFKA") && tokens.get(at + 1).isWord("CONNECTION"))) {
        at++;
      }
      at += is(at + 2, "[") ? 5 : 2;
      List<String> parts = new ArrayList<>();
      while (at < tokens.size() && tokens.get(at).isIdentifier()) {
        parts.add(tokens.get(at).value());
        at += is(at + 1, ".") ? 2 : tokens.size();
      }
      return Identifiers.qualified(parts.toArray(String[]::new));
    }

    private boolean is(int at, String symbol) {
      return at < tokens.size() && tokens.get(at).isSymbol(symbol);
    }
  }
}
