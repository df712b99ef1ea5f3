package dev.verdigris.engine.query;

import dev.verdigris.engine.sql.Query.Select;

/** Whether a SELECT has subqueries among its expressions: then its keys are not certain. */
final class Subqueries {
  private Subqueries() {}

  /** A search in the printed records is enough: every kind of subquery holds a query. */
  static boolean in(Select select) {
    String where = String.valueOf(select.where()) + select.items();
    return where.contains("Query[");
  }
}
