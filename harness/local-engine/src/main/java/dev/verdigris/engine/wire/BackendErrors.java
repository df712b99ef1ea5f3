package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.PostgresErrors;
import java.io.IOException;
import java.util.Optional;

/** What a client is told of what went wrong in PostgreSQL. */
final class BackendErrors {
  private static final String NOT_NULL = "23502";

  private BackendErrors() {}

  /**
   * The error of a planned statement.
   *
   * @param evaluation whether it is one of an evaluation
   * @param now the catalog as it is since
   */
  static SqlException translated(
      PostgresException e, PlannedQuery plan, boolean evaluation, CatalogState now) {
    Optional<ItemId> dropped =
        plan.reads().stream().filter(read -> now.item(read) == null).findFirst();
    if (e.sqlState().startsWith("42") && dropped.isPresent()) {
      return Hydration.dropped(dropped.get().value());
    }
    if (e.sqlState().equals(NOT_NULL)) {
      return nullRefused(e, now);
    }
    return PostgresErrors.translate(e.sqlState(), e.message(), e.hint(), evaluation);
  }

  /** PostgreSQL cannot be talked to any more. */
  static SqlException lost(IOException e) {
    return SqlException.fatal(
        "57P01", "local engine: its PostgreSQL has gone away: " + e.getMessage());
  }

  /** Columns have numbers in PostgreSQL; the client knows their names. */
  private static SqlException nullRefused(PostgresException e, CatalogState now) {
    String column = e.column();
    if (column == null) {
      // Not PostgreSQL's own words, but those that the planner put there.
      return SqlException.of(NOT_NULL, e.message());
    }
    Item table = e.table() == null ? null : now.item(new ItemId(e.table()));
    if (table != null && column.matches("c\\d{1,4}")) {
      int position = Integer.parseInt(column.substring(1));
      column =
          position <= table.columns().size() ? table.columns().get(position - 1).name() : column;
    }
    return SqlException.of(
        NOT_NULL, "null value in column \"" + column + "\" violates not-null constraint");
  }
}
