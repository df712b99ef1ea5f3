package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a query returns exactly the rows that are expected. */
final class ExactRows implements Check {
  /** So many rows beyond the expected ones are looked at: what is missing is told among them. */
  private static final int BEYOND = 1_000;

  private static final int FIXED = 2;

  private final Options options;
  private final NamedQuery query;
  private final String text;
  private final ExpectedRows expected;

  /**
   * Of a query.
   *
   * @param text the query as the user wrote it
   */
  ExactRows(Options options, NamedQuery query, String text, ExpectedRows expected) {
    this.options = options;
    this.query = query;
    this.text = text;
    this.expected = expected;
  }

  @Override
  public List<Relation> relations() {
    return query.relations();
  }

  @Override
  public Finding judge(Reading reading) throws SQLException {
    int most = expected.rows().size() + BEYOND;
    Table table =
        reading.query(
            "WITH verdigris_found AS ("
                + query.sql()
                + "), verdigris_head AS (SELECT mz_now()::text, (SELECT count(*) FROM"
                + " verdigris_found)::text"
                + NamedQuery.presence(query.relations())
                + ") SELECT verdigris_head.*, shown.* FROM verdigris_head LEFT JOIN (SELECT * FROM"
                + " verdigris_found LIMIT "
                + most
                + ") AS shown ON true");
    int fixed = FIXED + query.relations().size();
    String at = table.value(0);
    long total = table.number(1);
    Context context = QueryCheck.context(options, query, at, reading);
    List<String> columns = table.columns().subList(fixed, table.columns().size());
    List<String> wanted = expected.columns();
    if (wanted != null && !wanted.equals(columns)) {
      return Finding.fails(
          at, () -> QueryMessages.shouldReturnColumns(text, query.sql(), wanted, columns, context));
    }
    for (List<@Nullable String> row : expected.rows()) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "the query returns " + columns.size() + " columns, but this row has not: " + row);
      }
    }
    Table found = total == 0 ? new Table(table.columns(), table.types(), List.of()) : table;
    ExpectedRows.Leftovers left = expected.against(found, fixed);
    if (left.none() && total == expected.rows().size()) {
      return QueryCheck.undecidedOrHolds(
          expected.rows().isEmpty() ? options : allowing(), query, table, FIXED, at, context);
    }
    long extra = total - (expected.rows().size() - left.missing().size());
    return Finding.fails(
        at,
        () ->
            QueryMessages.shouldReturnExactly(
                text, query.sql(), expected.words(), columns, total, left, extra, context));
  }

  /** Rows that are there prove that there was something to read. */
  private static Options allowing() {
    Options options = new Options();
    options.allowEmpty();
    return options;
  }
}
