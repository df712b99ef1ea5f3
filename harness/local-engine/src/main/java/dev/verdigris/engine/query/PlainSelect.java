package dev.verdigris.engine.query;

import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query of the simplest shape: columns of one relation, perhaps under one comparison, perhaps
 * grouped by all of them and counted.
 *
 * @param relation what it reads
 * @param columns what it shows of it; null: all
 * @param condition null if there is none
 * @param counted whether it is grouped by its columns, with {@code count(*)} behind them
 */
record PlainSelect(
    ObjectName relation,
    @Nullable List<String> columns,
    @Nullable Condition condition,
    boolean counted) {
  private static final Set<String> COMPARISONS = Set.of("=", "<", "<=", ">", ">=");

  /** A column compared with a whole number. */
  record Condition(String column, String operator, String number) {}

  /** The query in that shape, if it has it. */
  static Optional<PlainSelect> of(Query query) {
    boolean simple =
        query.with() == null
            && query.orderBy().isEmpty()
            && query.limit() == null
            && query.offset() == null;
    if (!simple || !(query.body() instanceof Query.Select select) || !isPlain(select)) {
      return Optional.empty();
    }
    if (!(select.from().get(0).factor() instanceof Query.Factor.Relation relation)
        || relation.alias() != null) {
      return Optional.empty();
    }
    Condition condition = select.where() == null ? null : condition(select.where());
    if (select.where() != null && condition == null) {
      return Optional.empty();
    }
    List<Query.SelectItem> items = select.items();
    if (items.size() == 1 && items.get(0) instanceof Query.SelectItem.Wildcard) {
      return select.groupBy().isEmpty()
          ? Optional.of(new PlainSelect(relation.name(), null, condition, false))
          : Optional.empty();
    }
    boolean counted = !select.groupBy().isEmpty() && isCount(items.get(items.size() - 1));
    List<String> columns = columns(counted ? items.subList(0, items.size() - 1) : items);
    boolean fits =
        columns != null
            && (counted
                ? columns.equals(groups(select)) && Set.copyOf(columns).size() == columns.size()
                : select.groupBy().isEmpty());
    return fits
        ? Optional.of(new PlainSelect(relation.name(), columns, condition, counted))
        : Optional.empty();
  }

  private static boolean isPlain(Query.Select select) {
    return select.from().size() == 1
        && select.from().get(0).joins().isEmpty()
        && select.distinct() == null
        && select.having() == null
        && select.qualify() == null
        && select.options().isEmpty()
        && !select.items().isEmpty();
  }

  private static @Nullable Condition condition(Expr where) {
    if (where instanceof Expr.Nested nested) {
      return condition(nested.expr());
    }
    if (where instanceof Expr.Infix infix
        && COMPARISONS.contains(infix.operator())
        && infix.right() instanceof Expr.NumberLiteral number
        && number.text().matches("[0-9]{1,9}")) {
      String column = column(infix.left());
      return column == null ? null : new Condition(column, infix.operator(), number.text());
    }
    return null;
  }

  private static boolean isCount(Query.SelectItem item) {
    return item instanceof Query.SelectItem.Item expression
        && expression.expr() instanceof Expr.Call call
        && call.equals(new Expr.Call(call.name(), List.of(), true, false, List.of(), null, null))
        && List.of(List.of("count"), List.of("pg_catalog", "count")).contains(call.name().names());
  }

  private static @Nullable List<String> columns(List<Query.SelectItem> items) {
    List<String> columns = new ArrayList<>();
    for (Query.SelectItem item : items) {
      String column =
          item instanceof Query.SelectItem.Item expression ? column(expression.expr()) : null;
      if (column == null) {
        return null;
      }
      columns.add(column);
    }
    return columns;
  }

  private static @Nullable List<String> groups(Query.Select select) {
    List<String> columns = new ArrayList<>();
    for (Expr group : select.groupBy()) {
      String column = column(group);
      if (column == null) {
        return null;
      }
      columns.add(column);
    }
    return columns;
  }

  private static @Nullable String column(Expr expr) {
    return expr instanceof Expr.Column column && column.parts().size() == 1
        ? column.parts().get(0).value()
        : null;
  }
}
