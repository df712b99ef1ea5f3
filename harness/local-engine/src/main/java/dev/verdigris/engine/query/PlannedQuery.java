package dev.verdigris.engine.query;

import dev.verdigris.engine.catalog.ItemId;
import java.util.List;
import java.util.Set;

/**
 * A statement, ready for PostgreSQL.
 *
 * @param sql one PostgreSQL statement; parameters stay {@code $1}, {@code $2}, …
 * @param columns what it returns; empty for a write without RETURNING
 * @param parameters type of each parameter: {@link SqlType#oid()} for ParameterDescription; the SQL
 *     casts each to its physical type, so PostgreSQL is told the oid of text, 25
 * @param reads the items that it names, in no order; for a write the written table too
 * @param timedomain what it reads, for the transaction's rules
 * @param keys positions, from 0, of result columns that are unique together, one list a key; a list
 *     without positions: at most one row
 * @param usesNow whether {@code mz_now()} is in it
 * @param evaluation whether an error while it runs is prefixed {@code Evaluation error: }, which
 *     Materialize does once a query is not just a constant
 */
public record PlannedQuery(
    String sql,
    List<ResultColumn> columns,
    List<SqlType> parameters,
    Set<ItemId> reads,
    Timedomain timedomain,
    List<List<Integer>> keys,
    boolean usesNow,
    boolean evaluation) {

  /** Copies the collections. */
  public PlannedQuery {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
    reads = Set.copyOf(reads);
    keys = keys.stream().map(List::copyOf).toList();
  }

  /** The same, of which errors are told without a prefix. */
  PlannedQuery withoutEvaluation() {
    return new PlannedQuery(sql, columns, parameters, reads, timedomain, keys, usesNow, false);
  }
}
