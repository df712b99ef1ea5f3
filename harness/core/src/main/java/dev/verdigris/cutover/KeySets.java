package dev.verdigris.cutover;

import dev.verdigris.catalog.Queries;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the keys of what a sink reads and of what it shall read differ, at one timestamp: what a
 * plain cutover would leave in the topic otherwise than the new relation has it, until such a key
 * changes next. It is also what a reconciled cutover sends.
 *
 * @param at the timestamp, in milliseconds as {@code mz_now()} tells them
 * @param oldRows rows of what it reads
 * @param newRows rows of what it shall read
 * @param stale keys of both with another value: the topic goes on holding the former one
 * @param missing keys only of the new relation: the topic does not get them
 * @param extra keys only of the old relation: the topic never forgets them
 */
public record KeySets(
    String at, long oldRows, long newRows, KeySet stale, KeySet missing, KeySet extra) {

  /** Examples that are read of each class. */
  public static final int EXAMPLES = 5;

  /**
   * The keys of one class.
   *
   * @param keys how many there are
   * @param examples some of them, at most {@link #EXAMPLES}, the first in the order of their texts
   */
  public record KeySet(long keys, List<Example> examples) {
    /** None. */
    public static final KeySet EMPTY = new KeySet(0, List.of());

    /** Makes the list immutable. */
    public KeySet {
      examples = List.copyOf(examples);
    }
  }

  /**
   * A key.
   *
   * @param key its columns: {@code iata=SEA}
   * @param was the other columns in the old relation; empty where that has no such key
   * @param now the other columns in the new relation; empty where that has no such key
   */
  public record Example(String key, String was, String now) {

    /** For people: {@code iata=SEA flights=2, delay=6 → flights=2, delay=10}. */
    public String text() {
      if (was.isEmpty() || now.isEmpty()) {
        return key + (was.isEmpty() && now.isEmpty() ? "" : "  " + was + now);
      }
      return key + "  " + was + " → " + now;
    }
  }

  /**
   * Reads them with one statement, on the cluster that the session is set to.
   *
   * @throws SQLException what the server says, for example that the data of one of them is an error
   */
  public static KeySets read(Queries queries, ComparedRelations relations) throws SQLException {
    return queries.query(
        KeySetsSql.of(relations),
        rows -> {
          KeySetsReader reader = new KeySetsReader();
          while (rows.next()) {
            reader.row(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6));
          }
          return reader.keySets();
        });
  }

  /** Whether both relations hold the same. */
  public boolean isEmpty() {
    return differing() == 0;
  }

  /** How many keys differ: as many records would a reconciled cutover send. */
  public long differing() {
    return stale.keys() + missing.keys() + extra.keys();
  }

  /** For people: {@code 3 stale, 0 missing, 1 extra of 224 keys at 1764000123456}. */
  public String text() {
    return stale.keys()
        + " stale, "
        + missing.keys()
        + " missing, "
        + extra.keys()
        + " extra of "
        + oldRows
        + " rows at "
        + at;
  }

  /** The examples of all classes for people, one line each. */
  public List<String> examples() {
    List<String> lines = new ArrayList<>();
    add(lines, "stale", stale);
    add(lines, "missing", missing);
    add(lines, "extra", extra);
    return lines;
  }

  private static void add(List<String> lines, String name, KeySet set) {
    for (Example example : set.examples()) {
      lines.add(String.format("%-7s  %s", name, example.text()));
    }
    long more = set.keys() - set.examples().size();
    if (more > 0) {
      lines.add(String.format("%-7s  and %d more", name, more));
    }
  }
}
