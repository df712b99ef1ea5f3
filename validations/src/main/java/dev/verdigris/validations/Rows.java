package dev.verdigris.validations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a query found, and where they were read.
 *
 * @param columns names
 * @param rows the first of them, as text
 * @param total how many there are
 * @param at the timestamp in milliseconds since 1970, empty where no row told it
 * @param cluster where the query ran
 */
record Rows(
    List<String> columns,
    List<List<@Nullable String>> rows,
    long total,
    String at,
    String cluster) {
  Rows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }
}
