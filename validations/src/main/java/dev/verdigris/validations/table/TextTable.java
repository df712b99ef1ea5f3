package dev.verdigris.validations.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows as people write them.
 *
 * <pre>
 * iata | flights:bigint | avg_delay
 * SEA  | 12             | 8.41
 * SFO  | 3              |
 * "a|b"| 0              | NULL
 * </pre>
 *
 * <p>The first line names the columns; a type may stand behind a colon. Values stand between bars,
 * white space around them does not count, bars at both ends and a ruler of dashes under the names
 * may be there. An empty value and {@code NULL} are null; what stands in double quotes is text as
 * it is, {@code ""} the empty one. A CSV file has commas and the same rules.
 *
 * @param columns exact names, at least one
 * @param types the types that were written, in the same order; empty where none was
 * @param rows the values of each row as text, as many as there are columns; null is null
 */
public record TextTable(
    List<String> columns, List<String> types, List<List<@Nullable String>> rows) {

  private static final Pattern RULER = Pattern.compile("[-+|: ]*-[-+|: ]*");

  /** What a null is until the whole record has been read: no text that anybody writes. */
  private static final String NULL = new String(new char[] {0});

  /** Keeps nulls apart from the texts {@code NULL} and {@code ""}, which are quoted. */
  private static final FieldModifier NULLS =
      new FieldModifier() {
        @Override
        public String modify(long startingLineNumber, int fieldIdx, boolean quoted, String field) {
          String text = quoted ? field : field.strip();
          return !quoted && (text.isEmpty() || text.equals("NULL")) ? NULL : text;
        }
      };

  /** Makes the lists immutable. */
  public TextTable {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a table in a text.
   *
   * @throws IllegalArgumentException for a text without names, a name twice, or a line with another
   *     number of values, with the line
   */
  public static TextTable parse(String text) {
    List<String> lines = new ArrayList<>(text.lines().filter(line -> !line.isBlank()).toList());
    if (lines.size() > 1 && RULER.matcher(lines.get(1)).matches()) {
      lines.remove(1);
    }
    String bare = lines.stream().map(TextTable::withoutOuterBars).collect(Collectors.joining("\n"));
    return read(bare, '|', "the table");
  }

  /**
   * Reads a CSV file in UTF-8 whose first line names the columns.
   *
   * @throws IllegalArgumentException as {@link #parse}
   * @throws UncheckedIOException when the file cannot be read
   */
  public static TextTable csv(Path file) {
    try {
      return read(Files.readString(file, StandardCharsets.UTF_8), ',', file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String withoutOuterBars(String line) {
    String bare = line.strip();
    boolean outer = bare.startsWith("|") && bare.endsWith("|") && bare.length() > 1;
    return outer ? bare.substring(1, bare.length() - 1) : bare;
  }

  private static TextTable read(String text, char separator, String what) {
    List<CsvRecord> records = records(text, separator, what);
    if (records.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty: its first line names the columns");
    }
    List<String> columns = new ArrayList<>();
    List<String> types = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String header : records.get(0).getFields()) {
      int colon = header.lastIndexOf(':');
      String name = colon < 0 ? header : header.substring(0, colon).strip();
      if (name.isEmpty() || name.equals(NULL)) {
        throw new IllegalArgumentException(what + " has a column without a name");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException(what + " has column \"" + name + "\" twice");
      }
      columns.add(name);
      types.add(colon < 0 ? "" : header.substring(colon + 1).strip());
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (CsvRecord found : records.subList(1, records.size())) {
      if (found.getFieldCount() != columns.size()) {
        throw new IllegalArgumentException(
            "line %d of %s has %d values, its columns are %s"
                .formatted(
                    found.getStartingLineNumber(),
                    what,
                    found.getFieldCount(),
                    String.join(", ", columns)));
      }
      rows.add(row(found));
    }
    return new TextTable(columns, types, rows);
  }

  private static List<@Nullable String> row(CsvRecord found) {
    List<@Nullable String> row = new ArrayList<>();
    for (String field : found.getFields()) {
      row.add(field.equals(NULL) ? null : field);
    }
    return Collections.unmodifiableList(row);
  }

  private static List<CsvRecord> records(String text, char separator, String what) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .trimWhitespacesAroundQuotes(true)
            .allowUnclosedQuote(false)
            .detectBomHeader(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(CsvRecordHandler.builder().fieldModifier(NULLS).build(), text)) {
      return reader.stream().toList();
    } catch (CsvParseException e) {
      throw new IllegalArgumentException(what + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
