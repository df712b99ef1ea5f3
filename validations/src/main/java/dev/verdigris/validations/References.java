package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL that finds values which another relation has not. */
final class References {
  private References() {}

  /**
   * Values of columns of one relation that have no equal in another.
   *
   * @param from the first relation's rows, for a FROM
   */
  static String missing(
      String from,
      Relation relation,
      List<String> columns,
      Relation target,
      List<String> targetColumns) {
    Columns.all("columns", relation, columns.toArray(String[]::new));
    Columns.all("columns", target, targetColumns.toArray(String[]::new));
    if (columns.size() != targetColumns.size()) {
      throw new IllegalArgumentException(
          "columns: " + columns + " and " + targetColumns + " are not pairs");
    }
    String own = Columns.quoted("r", columns);
    String pairs =
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    Columns.quoted("r", List.of(columns.get(i)))
                        + " = "
                        + Columns.quoted("t", List.of(targetColumns.get(i))))
            .collect(Collectors.joining(" AND "));
    String present =
        columns.stream()
            .map(column -> Columns.quoted("r", List.of(column)) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "SELECT "
        + own
        + ", count(*) AS rows FROM "
        + from
        + " AS r WHERE "
        + present
        + " AND NOT EXISTS (SELECT 1 FROM "
        + target
        + " AS t WHERE "
        + pairs
        + ") GROUP BY "
        + own;
  }
}
