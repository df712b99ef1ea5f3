package dev.verdigris.validations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a query found.
 *
 * @param columns names
 * @param rows the first of them, as text
 * @param total how many there are
 * @param among how many rows were looked at
 */
record Rows(List<String> columns, List<List<@Nullable String>> rows, long total, long among) {
  Rows {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }
}
