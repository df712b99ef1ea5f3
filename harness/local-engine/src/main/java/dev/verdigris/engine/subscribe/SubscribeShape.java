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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * In which form a subscription gives its changes.
 *
 * @param snapshot whether it begins with the rows that are there
 * @param progress whether it also tells how far it is
 * @param form what it makes of changes
 * @param columns what its rows have
 */
public record SubscribeShape(
    boolean snapshot, boolean progress, SubscribeForm form, List<ResultColumn> columns) {

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
    SubscribeForm form = form(statement.output(), plan.columns());
    List<ResultColumn> columns = new ArrayList<>();
    columns.add(column("mz_timestamp", TIMESTAMP, false));
    if (progress) {
      columns.add(column("mz_progressed", SqlType.BOOL, false));
    }
    if (form instanceof SubscribeForm.Upsert upsert) {
      columns.add(column("mz_state", SqlType.TEXT, progress));
      upsert.key().forEach(position -> columns.add(plan.columns().get(position)));
      columns.addAll(values(plan.columns(), upsert.key()));
    } else if (form instanceof SubscribeForm.Debezium debezium) {
      columns.add(column("mz_state", SqlType.TEXT, progress));
      debezium.key().forEach(position -> columns.add(plan.columns().get(position)));
      for (String prefix : List.of("before_", "after_")) {
        values(plan.columns(), debezium.key())
            .forEach(value -> columns.add(column(prefix + value.name(), value.type(), true)));
      }
    } else {
      columns.add(column("mz_diff", SqlType.INT8, progress));
      columns.addAll(plan.columns());
    }
    return new SubscribeShape(snapshot, progress, form, List.copyOf(columns));
  }

  /**
   * Fails where the form of the output is a preview that the server has off by default.
   *
   * @param features whether a feature of that name is switched on
   */
  public static void requireAvailable(
      @Nullable SubscribeOutput output, Predicate<String> features) {
    if (output instanceof SubscribeOutput.DebeziumOutput) {
      require("`ENVELOPE DEBEZIUM (KEY (..))`", "enable_envelope_debezium_in_subscribe", features);
    } else if (output instanceof SubscribeOutput.WithinTimestamp) {
      require(
          "`WITHIN TIMESTAMP ORDER BY ..`",
          "enable_within_timestamp_order_by_in_subscribe",
          features);
    }
  }

  private static void require(String what, String feature, Predicate<String> features) {
    if (!features.test(feature)) {
      throw SqlException.preview(what, feature);
    }
  }

  private static List<ResultColumn> values(List<ResultColumn> columns, List<Integer> key) {
    return IntStream.range(0, columns.size())
        .filter(position -> !key.contains(position))
        .mapToObj(columns::get)
        .toList();
  }

  private static SubscribeForm form(@Nullable SubscribeOutput output, List<ResultColumn> columns) {
    if (output == null) {
      return new SubscribeForm.Differences(null);
    }
    if (output instanceof SubscribeOutput.WithinTimestamp within) {
      return new SubscribeForm.Differences(new WithinTimestamp(within.orderBy(), columns));
    }
    return output instanceof SubscribeOutput.DebeziumOutput debezium
        ? new SubscribeForm.Debezium(key(debezium.key(), columns))
        : new SubscribeForm.Upsert(key(((SubscribeOutput.UpsertOutput) output).key(), columns));
  }

  private static List<Integer> key(List<Ident> names, List<ResultColumn> columns) {
    List<Integer> positions = new ArrayList<>();
    for (Ident name : names) {
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
