package dev.verdigris.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** The read that tells whether a relation's data is an error: hydration and statuses do not. */
public final class EveryValue {
  /** What has no text: rows as values. */
  private static final String WITHOUT_TEXT = "record";

  private EveryValue() {}

  /**
   * A query of one row that nobody can compute without each value of each row. A first row would do
   * for Materialize, where an error anywhere fails every read; the local engine's store stops
   * there.
   *
   * @param relation its whole name as statements have it
   * @param columns its columns
   */
  public static String of(String relation, List<Column> columns) {
    String values =
        columns.stream()
            .filter(column -> !column.type().startsWith(WITHOUT_TEXT))
            .map(column -> "max(" + Identifiers.quote(column.name()) + "::text)")
            .collect(Collectors.joining(", "));
    return "SELECT " + (values.isEmpty() ? "count(*)" : values) + " FROM " + relation;
  }
}
