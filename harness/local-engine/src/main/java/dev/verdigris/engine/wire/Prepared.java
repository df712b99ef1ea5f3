package dev.verdigris.engine.wire;

import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.ParsedStatement;
import dev.verdigris.engine.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement, understood: what it takes and what it gives. It holds no names any more, so it may
 * have to be understood anew before it runs.
 *
 * @param source the statement; null for an empty text
 * @param columns of its rows; null where it gives none
 * @param parameters the types of its parameters
 * @param plan for PostgreSQL; null for what is answered without it
 * @param revision of the catalog that it was understood by
 */
record Prepared(
    @Nullable ParsedStatement source,
    @Nullable List<ResultColumn> columns,
    List<SqlType> parameters,
    @Nullable PlannedQuery plan,
    long revision) {

  static final Prepared EMPTY = new Prepared(null, null, List.of(), null, 0);

  static Prepared without(ParsedStatement source) {
    return new Prepared(source, null, List.of(), null, 0);
  }

  static Prepared of(ParsedStatement source, List<ResultColumn> columns) {
    return new Prepared(source, columns, List.of(), null, 0);
  }

  static Prepared of(ParsedStatement source, PlannedQuery plan, long revision) {
    return new Prepared(
        source,
        plan.columns().isEmpty() ? null : plan.columns(),
        plan.parameters(),
        plan,
        revision);
  }

  /** A query may have no columns at all and still gives rows. */
  static Prepared query(ParsedStatement source, PlannedQuery plan, long revision) {
    return new Prepared(source, plan.columns(), plan.parameters(), plan, revision);
  }

  Statement statement() {
    if (source == null) {
      throw new IllegalStateException("an empty text has no statement");
    }
    return source.statement();
  }

  String text() {
    return source == null ? "" : source.text();
  }

  PlannedQuery planned() {
    if (plan == null) {
      throw new IllegalStateException("not planned: " + text());
    }
    return plan;
  }

  List<ResultColumn> resultColumns() {
    return columns == null ? List.of() : columns;
  }

  /** Whether a client that was told of the one can be given the rows of the other. */
  boolean givesTheSameAs(Prepared other) {
    return shape(resultColumns()).equals(shape(other.resultColumns()));
  }

  private static List<String> shape(List<ResultColumn> columns) {
    return columns.stream()
        .map(c -> c.name() + ' ' + c.type().oid() + ' ' + c.type().typmod())
        .toList();
  }
}
