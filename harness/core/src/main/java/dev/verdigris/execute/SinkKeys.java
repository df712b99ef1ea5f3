package dev.verdigris.execute;

import dev.verdigris.plan.KeyedSink;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the server, long before a swap, whether each sink's key is provably unique in the relation
 * that it shall read: an {@code ALTER SINK} behind the swap would be too late to find out. The
 * question is an {@code EXPLAIN}, which changes nothing.
 */
public final class SinkKeys {
  private static final Pattern KEYS = Pattern.compile("keys: \\\\?\"\\((.*?)\\)\\\\?\"");
  private static final Pattern KEY = Pattern.compile("\\[([0-9, ]*)\\]");

  private SinkKeys() {}

  /** Sinks whose key the server cannot prove, one line each, with the keys that it knows. */
  public static List<String> unproven(Session session, List<KeyedSink> sinks) throws SQLException {
    List<String> unproven = new ArrayList<>();
    for (KeyedSink sink : sinks) {
      Optional<List<Set<Integer>>> keys = keys(session, sink.relationSql());
      if (keys.isPresent() && !proves(keys.get(), sink.keyPositions())) {
        unproven.add(sink.description() + "; provable keys: " + names(keys.get(), sink));
      }
    }
    return unproven;
  }

  /** A set of columns is unique if a key of the relation is among them. */
  static boolean proves(List<Set<Integer>> keys, Set<Integer> columns) {
    return keys.stream().anyMatch(columns::containsAll);
  }

  /** The keys of a relation as column positions from 0; empty where the server does not tell. */
  private static Optional<List<Set<Integer>>> keys(Session session, String relation)
      throws SQLException {
    return session.query(
        "EXPLAIN OPTIMIZED PLAN WITH (keys) AS TEXT FOR SELECT * FROM " + relation,
        rows -> rows.next() ? parse(rows.getString(1)) : Optional.empty());
  }

  /** Reads the first line of a plan that tells keys. */
  static Optional<List<Set<Integer>>> parse(String plan) {
    Matcher line = KEYS.matcher(plan);
    if (!line.find()) {
      return Optional.empty();
    }
    List<Set<Integer>> keys = new ArrayList<>();
    Matcher key = KEY.matcher(line.group(1));
    while (key.find()) {
      Set<Integer> columns = new HashSet<>();
      Arrays.stream(key.group(1).split(",", -1))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .map(Integer::valueOf)
          .forEach(columns::add);
      keys.add(columns);
    }
    return Optional.of(keys);
  }

  private static String names(List<Set<Integer>> keys, KeyedSink sink) {
    if (keys.isEmpty()) {
      return "none";
    }
    List<String> texts = new ArrayList<>();
    for (Set<Integer> key : keys) {
      texts.add(
          "("
              + String.join(", ", key.stream().sorted().map(i -> sink.columns().get(i)).toList())
              + ")");
    }
    return String.join(", ", texts);
  }
}
