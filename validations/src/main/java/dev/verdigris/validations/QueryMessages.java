package dev.verdigris.validations;

import java.util.List;

/** The texts of assertions on queries. */
final class QueryMessages {
  private QueryMessages() {}

  static String shouldReturnNoRows(String sql, String look, Rows rows, Context context) {
    return Report.failed(107, "a query that should find nothing finds rows", context)
        .read(sql.strip())
        .detail("rows", "found " + rows.total())
        .rows("found", rows.columns(), rows.rows(), rows.total())
        .end(look);
  }

  static String shouldReturnColumns(
      String sql, String look, List<String> expected, List<String> actual, Context context) {
    return Report.failed(120, "a query returns other columns than expected", context)
        .read(sql.strip())
        .detail("expected", String.join(", ", expected))
        .detail("found", String.join(", ", actual))
        .end(look);
  }

  static String shouldReturnExactly(
      String sql,
      String look,
      String expected,
      List<String> columns,
      long total,
      ExpectedRows.Leftovers left,
      long extra,
      Context context) {
    return Report.failed(120, "a query returns other rows than expected", context)
        .read(sql.strip())
        .detail("rows", "expected " + expected + " · found " + total)
        .rows("missing", columns, left.missing(), left.missing().size())
        .rows("too much", columns, left.extra(), extra)
        .end(look);
  }

  static String shouldReturnSame(
      String green, String blue, String sql, String look, Rows rows, Context context) {
    return Report.failed(
            121, "a query returns other rows in " + green + " than in " + blue, context)
        .read(sql.strip())
        .detail("rows", "found " + rows.total() + " in one of them only")
        .rows("found", rows.columns(), rows.rows(), rows.total())
        .end(look);
  }
}
