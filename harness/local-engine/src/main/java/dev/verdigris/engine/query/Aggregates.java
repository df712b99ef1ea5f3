package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.OrderBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Aggregates and window functions. */
final class Aggregates {
  private static final Set<String> WINDOW =
      Set.of("row_number", "rank", "dense_rank", "lag", "lead", "first_value", "last_value");

  private final ExpressionTranslator translator;
  private final Planning planning;

  Aggregates(ExpressionTranslator translator) {
    this.translator = translator;
    this.planning = translator.planning();
  }

  static boolean isAggregate(String name) {
    return AggregateNames.contains(name);
  }

  static boolean isWindowFunction(String name) {
    return WINDOW.contains(name);
  }

  Expression call(String name, Expr.Call call) {
    List<Expression> arguments = translator.translate(call.arguments());
    if (isWindowFunction(name)) {
      return windowFunction(name, call, arguments);
    }
    if (call.star() != (name.equals("count") && arguments.isEmpty())) {
      throw QueryErrors.noOverload(name, arguments.stream().map(Expression::type).toList());
    }
    if (name.equals("count") && arguments.size() > 1) {
      throw QueryErrors.noOverload(name, arguments.stream().map(Expression::type).toList());
    }
    if (call.over() != null && call.distinct()) {
      throw SqlException.unsupported("DISTINCT in a window aggregate");
    }
    List<Expression> parts = new ArrayList<>(arguments);
    String tail = "";
    if (call.filter() != null) {
      Expression filter = translator.condition(call.filter(), "FILTER");
      parts.add(filter);
      tail = " FILTER (WHERE " + filter.sql() + ")";
    }
    List<String> keys = new ArrayList<>();
    for (OrderBy key : call.orderBy()) {
      Expression e = translator.translate(key.expr());
      parts.add(e);
      keys.add(Ordering.sql(e.sql(), e.type(), key));
    }
    String order = keys.isEmpty() ? "" : " ORDER BY " + String.join(", ", keys);
    Expr.Window window = call.over();
    boolean windowed = window != null;
    if (window != null) {
      tail += over(window, parts);
    }
    AggregateSql sql =
        new AggregateSql(
            planning, name, call.distinct(), order, tail, translator.isGrouped() && tail.isEmpty());
    Expression result = sql.of(arguments);
    Facts facts = Facts.of(parts);
    if (windowed) {
      return result.withFacts(facts.windowed());
    }
    if (facts.aggregate()) {
      throw SqlException.internal("nested aggregate functions are not allowed");
    }
    return result.withFacts(facts.aggregated());
  }

  private Expression windowFunction(String name, Expr.Call call, List<Expression> arguments) {
    Expr.Window window = call.over();
    if (window == null) {
      throw SqlException.internal("window function " + name + " requires an OVER clause");
    }
    if (call.filter() != null || call.distinct() || !call.orderBy().isEmpty()) {
      throw SqlException.unsupported("FILTER, DISTINCT and ORDER BY in window function " + name);
    }
    FunctionCalls.Bound bound =
        new FunctionCalls(planning)
            .bind(name, FunctionTable.LOADED.overloads(List.of(name)), arguments);
    String list = String.join(", ", bound.arguments().stream().map(Expression::sql).toList());
    List<Expression> parts = new ArrayList<>(bound.arguments());
    String over = over(window, parts);
    boolean nullable = !bound.match().returns().is("int8") || !bound.arguments().isEmpty();
    Expression result =
        Expression.of(
            "pg_catalog." + name + "(" + list + ")" + over,
            bound.match().returns(),
            nullable,
            parts);
    return result.withFacts(result.facts().windowed());
  }

  private String over(Expr.Window window, List<Expression> parts) {
    if (window.nulls() == Expr.NullTreatment.IGNORE) {
      throw SqlException.unsupported("IGNORE NULLS");
    }
    List<String> clauses = new ArrayList<>();
    if (!window.partitionBy().isEmpty()) {
      List<Expression> by = translator.translate(window.partitionBy());
      parts.addAll(by);
      clauses.add("PARTITION BY " + String.join(", ", by.stream().map(Expression::sql).toList()));
    }
    List<String> keys = new ArrayList<>();
    for (OrderBy key : window.orderBy()) {
      Expression e = translator.translate(key.expr());
      parts.add(e);
      keys.add(Ordering.sql(e.sql(), e.type(), key));
    }
    if (!keys.isEmpty()) {
      clauses.add("ORDER BY " + String.join(", ", keys));
    }
    Expr.Frame frame = window.frame();
    if (frame != null) {
      clauses.add(frame(frame));
    }
    return " OVER (" + String.join(" ", clauses) + ")";
  }

  private String frame(Expr.Frame frame) {
    if (frame.unit() != Expr.FrameUnit.ROWS) {
      Expr.FrameBound last = frame.end();
      boolean plain = isPlain(frame.start()) && (last == null || isPlain(last));
      if (frame.unit() == Expr.FrameUnit.GROUPS || !plain) {
        throw SqlException.unsupported("a window frame of " + frame.unit());
      }
    }
    checkOrder(frame);
    String start = bound(frame.start());
    Expr.FrameBound end = frame.end();
    return end == null
        ? frame.unit() + " " + start
        : frame.unit() + " BETWEEN " + start + " AND " + bound(end);
  }

  /** A frame that ends before it begins is an error of its own. */
  private static void checkOrder(Expr.Frame frame) {
    Expr.FrameBound last = frame.end();
    Expr.BoundKind start = frame.start().kind();
    Expr.BoundKind end = last == null ? Expr.BoundKind.CURRENT_ROW : last.kind();
    String wrong = null;
    if (start == Expr.BoundKind.FOLLOWING && frame.start().offset() == null) {
      wrong = "frame start cannot be UNBOUNDED FOLLOWING";
    } else if (last != null && end == Expr.BoundKind.PRECEDING && last.offset() == null) {
      wrong = "frame end cannot be UNBOUNDED PRECEDING";
    } else if (start == Expr.BoundKind.CURRENT_ROW && end == Expr.BoundKind.PRECEDING) {
      wrong = "frame starting from current row cannot have preceding rows";
    } else if (start == Expr.BoundKind.FOLLOWING && end != Expr.BoundKind.FOLLOWING) {
      wrong = "frame starting from following row cannot have preceding rows";
    }
    if (wrong != null) {
      throw SqlException.internal(wrong);
    }
  }

  private static boolean isPlain(Expr.FrameBound bound) {
    return bound.offset() == null;
  }

  private String bound(Expr.FrameBound bound) {
    if (bound.kind() == Expr.BoundKind.CURRENT_ROW) {
      return "CURRENT ROW";
    }
    Expr distance = bound.offset();
    String offset = distance == null ? "UNBOUNDED" : translator.translate(distance).sql();
    return offset + " " + bound.kind();
  }
}
