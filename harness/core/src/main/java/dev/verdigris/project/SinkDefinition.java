package dev.verdigris.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What makes a sink the same sink: its statement clause by clause, without what changes by itself
 * ({@code WITH (VERSION = …)}, which each {@code ALTER SINK} raises) and without {@code FROM},
 * which a promotion changes. The text of a file and the statement that the server stores come out
 * equal where they mean the same: {@code TOPIC 'a'} and {@code TOPIC = 'a'}, {@code iata} and
 * {@code "iata"}, {@code [u3 AS "db"."s"."kafka"]} and the name alone.
 *
 * @param clauses each clause's text by its name, in the order of the statement
 */
public record SinkDefinition(Map<String, String> clauses) {
  /** What a clause begins with; inside of brackets these words begin nothing. */
  private static final Set<String> BEGINNINGS =
      Set.of("in", "from", "into", "key", "headers", "format", "value", "envelope", "with");

  private static final Set<String> UNCOMPARED = Set.of("name", "from");
  private static final String VERSION = "version";

  /** Keeps the order of the clauses. */
  public SinkDefinition {
    clauses = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(clauses));
  }

  /**
   * Reads a {@code CREATE SINK}, as written or as stored.
   *
   * @param clusterName names a cluster that the statement has as an id
   * @throws SqlLexException for what is no SQL
   */
  public static SinkDefinition of(String sql, UnaryOperator<String> clusterName) {
    return new Reading(SqlLexer.tokens(sql), clusterName).read();
  }

  /**
   * The clauses in which another definition differs.
   *
   * @param mine what this one is called, {@code the file}
   * @param theirs what the other one is called, {@code the server}
   * @return one line each; empty where both mean the same
   */
  public List<String> differences(SinkDefinition other, String mine, String theirs) {
    Set<String> names = new TreeSet<>(clauses.keySet());
    names.addAll(other.clauses.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String one = clauses.getOrDefault(name, "");
      String two = other.clauses.getOrDefault(name, "");
      if (!one.equals(two)) {
        differences.add(name + ": " + mine + " " + has(one) + ", " + theirs + " " + has(two));
      }
    }
    return differences;
  }

  private static String has(String text) {
    return text.isEmpty() ? "has none" : "has " + text;
  }

  /** One pass over the tokens. */
  private static final class Reading {
    private final List<SqlToken> tokens;
    private final UnaryOperator<String> clusterName;
    private final Map<String, String> clauses = new LinkedHashMap<>();
    private int at;

    Reading(List<SqlToken> tokens, UnaryOperator<String> clusterName) {
      this.tokens = tokens;
      this.clusterName = clusterName;
    }

    SinkDefinition read() {
      String clause = "name";
      List<String> words = new ArrayList<>();
      while (tokens.get(at).kind() != SqlToken.Kind.END) {
        SqlToken token = tokens.get(at);
        if (token.kind() == SqlToken.Kind.WORD && begins(token.value(), clause)) {
          put(clause, words);
          words = new ArrayList<>();
          clause = token.value().equals("in") ? "cluster" : token.value();
          at++;
          if (clause.equals("cluster")) {
            at++;
          }
        } else if (token.isSymbol("(")) {
          String group = group();
          if (!group.isEmpty()) {
            words.add(group);
          }
        } else if (token.isSymbol("[")) {
          words.add(reference(clause));
        } else {
          words.add(name(words));
        }
      }
      put(clause, words);
      return new SinkDefinition(clauses);
    }

    /** {@code KEY FORMAT … VALUE FORMAT …} is one clause, {@code KEY (…)} another. */
    private boolean begins(String word, String clause) {
      if (!BEGINNINGS.contains(word)) {
        return false;
      }
      return switch (word) {
        case "key" -> tokens.get(at + 1).isSymbol("(") || tokens.get(at + 1).isWord("format");
        case "value" -> tokens.get(at + 1).isWord("format");
        case "format" -> !clause.equals("value") && !isFormatOfKey(clause);
        case "with" -> tokens.get(at + 1).isSymbol("(");
        default -> true;
      };
    }

    private boolean isFormatOfKey(String clause) {
      return clause.equals("key") && tokens.get(at - 1).isWord("key");
    }

    private void put(String clause, List<String> words) {
      if (UNCOMPARED.contains(clause) || words.isEmpty()) {
        return;
      }
      String name = clause.equals("key") && words.get(0).equals("format") ? "key format" : clause;
      clauses.put(name, String.join(" ", words));
    }

    /** The options or columns in parentheses, without the version and without equals signs. */
    private String group() {
      List<String> parts = new ArrayList<>();
      List<String> part = new ArrayList<>();
      boolean columns = tokens.get(Math.max(0, at - 1)).isWord("key");
      at++;
      int depth = 1;
      while (tokens.get(at).kind() != SqlToken.Kind.END) {
        SqlToken token = tokens.get(at);
        if (token.isSymbol(")") && --depth == 0) {
          at++;
          break;
        }
        if (token.isSymbol(",") && depth == 1) {
          add(parts, part);
          part = new ArrayList<>();
          at++;
        } else if (token.isSymbol("[")) {
          part.add(reference(""));
        } else if (token.isSymbol("=")) {
          at++;
        } else {
          depth += token.isSymbol("(") ? 1 : 0;
          part.add(name(part));
        }
      }
      add(parts, part);
      if (!columns) {
        // The order of options means nothing, that of a key's columns does.
        parts.sort(null);
      }
      return parts.isEmpty() ? "" : "(" + String.join(", ", parts) + ")";
    }

    private static void add(List<String> parts, List<String> part) {
      if (!part.isEmpty() && !part.get(0).equals(VERSION)) {
        parts.add(String.join(" ", part));
      }
    }

    /** {@code [u4]} is a cluster, {@code [u3 AS "db"."schema"."name"]} anything else. */
    private String reference(String clause) {
      at++;
      String id = tokens.get(at).value();
      at++;
      if (tokens.get(at).isWord("as")) {
        at++;
      }
      List<String> parts = new ArrayList<>();
      while (!tokens.get(at).isSymbol("]") && tokens.get(at).kind() != SqlToken.Kind.END) {
        if (tokens.get(at).isIdentifier()) {
          parts.add(tokens.get(at).value());
        }
        at++;
      }
      at++;
      if (parts.isEmpty()) {
        return clause.equals("cluster") ? clusterName.apply(id) : id;
      }
      return String.join(".", parts);
    }

    /** A token's text; one that follows a dot is glued to what stands before it. */
    private String name(List<String> words) {
      SqlToken token = tokens.get(at++);
      String text =
          token.kind() == SqlToken.Kind.STRING
              ? "'" + token.value().replace("'", "''") + "'"
              : token.value();
      boolean dot = token.isSymbol(".") && !words.isEmpty();
      if (dot) {
        String whole = words.remove(words.size() - 1) + "." + tokens.get(at).value();
        at++;
        return whole;
      }
      return text;
    }
  }
}
