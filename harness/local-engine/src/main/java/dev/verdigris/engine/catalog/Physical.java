package dev.verdigris.engine.catalog;

import java.util.ArrayList;
import java.util.List;

/** What items are in PostgreSQL. */
final class Physical {
  /** The schema of all users' tables and views; they are named by their ids. */
  static final String SCHEMA = "u";

  private Physical() {}

  static String name(ItemId id) {
    return SCHEMA + "." + quote(id.value());
  }

  /** {@code c1, c2, …}. */
  static String columns(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("c" + i);
    }
    return String.join(", ", names);
  }

  /** A view; one without columns has no list of them. */
  static String createView(ItemId id, int columns, String sql) {
    String list = columns == 0 ? "" : " (" + columns(columns) + ")";
    return "CREATE VIEW " + name(id) + list + " AS " + sql;
  }

  /** What takes an item away, or nothing if it is nothing in PostgreSQL. */
  static List<String> drop(Item item) {
    return switch (item.type()) {
      case TABLE, SOURCE -> List.of("DROP TABLE " + name(item.id()));
      case VIEW, MATERIALIZED_VIEW -> List.of("DROP VIEW " + name(item.id()));
      default -> List.of();
    };
  }

  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
