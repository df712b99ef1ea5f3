package dev.verdigris.engine.sink;

import dev.verdigris.engine.catalog.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a relation that are not in error can be told from those that are.
 *
 * <p>In Materialize an operator that fails on a row drops that row into a collection of errors and
 * goes on with the others; reading the relation fails while that collection is not empty, but a
 * sink sends what the others become (recorded in {@code deployment.jsonl}, group {@code
 * sink_errors}). PostgreSQL fails as a whole. So the engine finds the rows that fail and computes
 * the relation without them, where this gives the same:
 *
 * <ul>
 *   <li>{@link Way#ROWS}: only expressions below every grouping, {@code DISTINCT} or {@code LIMIT}
 *       can fail, and rows are put together only by inner joins and unions. Then the relation
 *       without the failing input rows is the relation without the errors.
 *   <li>{@link Way#KEYS}: only expressions above a grouping, or the grouping itself, can fail. Then
 *       each key by itself is either right or in error.
 * </ul>
 *
 * @param relation what is read
 * @param views the views below it and itself, each after those that it reads
 * @param tables what all that is computed from
 * @param way how to tell; null where neither rule holds
 * @param filtersGroups whether groups can be left out by a condition on them
 * @param reason why neither rule holds; empty otherwise
 */
record ErringShape(
    Item relation,
    List<Item> views,
    List<Item> tables,
    @Nullable Way way,
    boolean filtersGroups,
    String reason) {

  ErringShape {
    views = List.copyOf(views);
    tables = List.copyOf(tables);
  }

  /** What is looked at one by one. */
  enum Way {
    ROWS,
    KEYS
  }
}
