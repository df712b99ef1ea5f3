package dev.verdigris.engine.subscribe;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.ResultColumn;
import dev.verdigris.engine.query.SqlType;
import dev.verdigris.engine.sql.DataStatement.Subscribe;
import dev.verdigris.engine.sql.DataStatement.SubscribeOutput;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which form a subscription gives its changes.
 *
 * @param snapshot whether it begins with the rows that are there
 * @param progress whether it also tells how far it is
 * @param key positions of the key's columns in the query's, from 0, for {@code ENVELOPE UPSERT};
 *     null for plain differences
 * @param columns what its rows have
 */
public record SubscribeShape(
    boolean snapshot, boolean progress, @Nullable List<Integer> key, List<ResultColumn> columns) {

  private static final SqlType TIMESTAMP = SqlType.NUMERIC.withModifier(0);

  /**
   * The shape of a statement.
   *
   * @param plan of its query
   * @throws SqlException 0A000 for what is not modelled
   */
  public static SubscribeShape of(Subscribe statement, PlannedQuery plan) {
    boolean snapshot = true;
    boolean progress = false;
    for (Option option : statement.options()) {
      switch (option.name()) {
        case "SNAPSHOT" -> snapshot = flag(option);
        case "PROGRESS" -> progress = flag(option);
        default -> throw SqlException.unsupported("SUBSCRIBE WITH (" + option.name() + ")");
      }
    }
    if (statement.upTo() != null && progress) {
      throw SqlException.unsupported("SUBSCRIBE UP TO with PROGRESS");
    }
    List<Integer> key = key(statement.output(), plan.columns());
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(column("mz_timestamp", TIMESTAMP, false));
    if (progress) {
      columns.add(column("mz_progressed", SqlType.BOOL, false));
    }
    if (key == null) {
      columns.add(column("mz_diff", SqlType.INT8, progress));
      columns.addAll(plan.columns());
    } else {
      columns.add(column("mz_state", SqlType.TEXT, progress));
      key.forEach(position -> columns.add(plan.columns().get(position)));
      for (int i = 0; i < plan.columns().size(); i++) {
        if (!key.contains(i)) {
          columns.add(plan.columns().get(i));
        }
      }
    }
    return new SubscribeShape(snapshot, progress, key, List.copyOf(columns));
  }

  private static @Nullable List<Integer> key(
      @Nullable SubscribeOutput output, List<ResultColumn> columns) {
    if (output == null) {
      return null;
    }
    if (!(output instanceof SubscribeOutput.UpsertOutput upsert)) {
      throw SqlException.unsupported(
          output instanceof SubscribeOutput.DebeziumOutput
              ? "SUBSCRIBE with ENVELOPE DEBEZIUM"
              : "SUBSCRIBE with WITHIN TIMESTAMP ORDER BY");
    }
    List<Integer> positions = new ArrayList<>();
    for (Ident name : upsert.key()) {
      int found = -1;
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name.value())) {
          found = i;
        }
      }
      if (found < 0) {
        throw SqlException.internal("column \"" + name.value() + "\" does not exist");
      }
      positions.add(found);
    }
    return List.copyOf(positions);
  }

  private static boolean flag(Option option) {
    Option.Value value = option.value();
    if (value == null) {
      return true;
    }
    if (value instanceof Option.Value.Literal literal
        && literal.expr() instanceof Expr.BooleanLiteral bool) {
      return bool.value();
    }
    throw SqlException.internal("invalid " + option.name() + ": expected a boolean");
  }

  private static ResultColumn column(String name, SqlType type, boolean nullable) {
    return new ResultColumn(name, type, nullable, false);
  }
}
