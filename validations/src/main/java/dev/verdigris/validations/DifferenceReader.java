package dev.verdigris.validations;

import dev.verdigris.catalog.Column;
import dev.verdigris.validations.AcceptedDifferences.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the result of {@link DifferenceSql#differences}. */
final class DifferenceReader {
  private static final int COUNTS = 4;

  private final DifferenceSql sql;
  private final List<String> tolerances;
  private final List<Difference.Change> changes = new ArrayList<>();
  private final List<List<@Nullable String>> onlyGreen = new ArrayList<>();
  private final List<List<@Nullable String>> onlyBlue = new ArrayList<>();
  private final Set<Entry> accepted = new LinkedHashSet<>();
  private List<@Nullable String> counts = List.of();

  DifferenceReader(DifferenceSql sql, List<String> tolerances) {
    this.sql = sql;
    this.tolerances = tolerances;
  }

  Difference read(Table table, long greenRows, long blueRows) {
    int width = sql.columns().size();
    for (List<@Nullable String> row : table.rows()) {
      if ("counts".equals(row.get(0))) {
        counts = row;
        continue;
      }
      String flags = String.valueOf(row.get(1));
      List<@Nullable String> green = row.subList(2, 2 + width);
      List<@Nullable String> blue = row.subList(2 + width, 2 + 2 * width);
      switch (String.valueOf(row.get(0))) {
        case "changed" -> changes.add(new Difference.Change(green, blue, differing(flags)));
        case "only green" -> onlyGreen.add(green);
        case "only blue" -> onlyBlue.add(blue);
        default ->
            accepted.add(
                new Entry(
                    flags, (flags.equals("only blue") ? blue : green).subList(0, sql.keyLength())));
      }
    }
    List<Long> mismatches = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      mismatches.add(i < sql.keyLength() ? 0 : count(COUNTS + i - sql.keyLength()));
    }
    return new Difference(
        sql.columns().stream().map(Column::name).toList(),
        sql.keyLength(),
        tolerances,
        greenRows,
        blueRows,
        count(0),
        count(1),
        count(2),
        count(3),
        mismatches,
        changes,
        onlyGreen,
        onlyBlue,
        accepted);
  }

  private long count(int index) {
    return Long.parseLong(String.valueOf(counts.get(1 + index)));
  }

  private List<Integer> differing(String flags) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < flags.length(); i++) {
      if (flags.charAt(i) == '#') {
        columns.add(sql.keyLength() + i);
      }
    }
    return columns;
  }
}
