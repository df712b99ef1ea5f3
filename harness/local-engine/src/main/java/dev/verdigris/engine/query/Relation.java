package dev.verdigris.engine.query;

import java.util.List;

/**
 * A query, translated.
 *
 * @param sql PostgreSQL's query; its columns are known by position
 * @param columns what it gives
 * @param keys sets of columns that are unique together
 */
record Relation(String sql, List<OutputColumn> columns, Keys keys) {

  /** A column of it. */
  record OutputColumn(String name, SqlType type, boolean nullable) {}

  Relation withSql(String newSql) {
    return new Relation(newSql, columns, keys);
  }

  Relation withKeys(Keys newKeys) {
    return new Relation(sql, columns, newKeys);
  }

  List<SqlType> types() {
    return columns.stream().map(OutputColumn::type).toList();
  }

  /** Names for the columns in PostgreSQL: {@code (c1, c2)}. */
  String columnList() {
    if (columns.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("(");
    for (int i = 1; i <= columns.size(); i++) {
      list.append(i == 1 ? "c" : ", c").append(i);
    }
    return list.append(")").toString();
  }
}
