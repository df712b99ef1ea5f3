package dev.verdigris.engine.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The table of the dialect, {@code conformance/dialect.tsv}: what {@code docs/dialect.md} is made
 * of and what {@link DialectTests} tries on the engine. Fields are apart by tabs.
 */
final class DialectTable {
  static final Path FILE = ConformanceTests.DIRECTORY.resolve("dialect.tsv");

  /** How sure it is that an answer is Materialize's. */
  enum Status {
    /** A real server gave this answer; the recording is replayed. */
    RECORDED("recorded"),
    /** Known from Materialize's documentation and sources, never compared with a server. */
    DOCUMENTED("documented, not verified"),
    /** The engine says that it does not model this. */
    REFUSED("refused");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * One line.
   *
   * @param section heading on the page
   * @param feature what it shows
   * @param status how sure it is
   * @param evidence {@code topic:line} of the recording; empty for what was not recorded
   * @param example a statement
   * @param answer of a documented example: values apart by {@code |}, rows by {@code ;}, or {@code
   *     ERROR}, SQLSTATE and message; empty for all else
   */
  record Row(
      String section,
      String feature,
      Status status,
      String evidence,
      String example,
      String answer) {}

  private DialectTable() {}

  static List<Row> read() {
    try {
      return Files.readAllLines(FILE).stream().skip(1).map(DialectTable::row).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 6) {
      throw new IllegalStateException("not six fields: " + line);
    }
    return new Row(
        fields[0],
        fields[1],
        Status.valueOf(fields[2].toUpperCase(java.util.Locale.ROOT)),
        fields[3],
        fields[4],
        fields[5]);
  }
}
