package dev.verdigris.validations;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result as text.
 *
 * @param columns names, in order
 * @param types names of the types, in the same order
 * @param rows the values; null is null
 */
record Table(List<String> columns, List<String> types, List<List<@Nullable String>> rows) {

  Table {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    rows = List.copyOf(rows);
  }

  static Table of(ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    List<String> columns = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int column = 1; column <= about.getColumnCount(); column++) {
      columns.add(about.getColumnLabel(column));
      types.add(about.getColumnTypeName(column));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int column = 1; column <= columns.size(); column++) {
        row.add(result.getString(column));
      }
      rows.add(Collections.unmodifiableList(row));
    }
    return new Table(columns, types, rows);
  }

  /** The value of the first row, as text. */
  String value(int column) {
    return String.valueOf(rows.get(0).get(column));
  }

  /** A number of the first row. */
  long number(int column) {
    return Long.parseLong(value(column));
  }
}
