package dev.verdigris.engine.sink;

import dev.verdigris.engine.query.AggregateNames;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.OrderBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which expressions can fail on a row. Only what is known never to fail passes: columns, literals,
 * comparisons, logic, and what chooses between such; every function, cast and calculation can.
 */
final class FallibleExpressions {

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", ">", "<=", ">=");
  private @Nullable String refused;

  /** What cannot be judged at all among the expressions asked about so far, or null. */
  @Nullable String refused() {
    return refused;
  }

  /** Whether it can fail on a row. */
  boolean canFail(Expr expr) {
    return canFail(expr, false);
  }

  /** Whether it can fail on a group, given the results of its aggregates. */
  boolean canFailAbove(Expr expr) {
    return canFail(expr, true);
  }

  /** Whether there is an aggregate in it. */
  boolean aggregates(Expr expr) {
    return isAggregate(expr) || parts(expr).stream().anyMatch(this::aggregates);
  }

  /** What the aggregates in it take. */
  List<Expr> aggregateInputs(Expr expr) {
    if (expr instanceof Expr.Call call && isAggregate(expr)) {
      return parts(call);
    }
    List<Expr> inputs = new ArrayList<>();
    parts(expr).forEach(part -> inputs.addAll(aggregateInputs(part)));
    return inputs;
  }

  private boolean canFail(Expr expr, boolean aggregatesAreGiven) {
    if (aggregatesAreGiven && isAggregate(expr)) {
      return false;
    }
    boolean safe =
        expr instanceof Expr.Column
            || expr instanceof Expr.QualifiedWildcard
            || expr instanceof Expr.NullLiteral
            || expr instanceof Expr.BooleanLiteral
            || expr instanceof Expr.NumberLiteral
            || expr instanceof Expr.StringLiteral
            || expr instanceof Expr.IntervalLiteral
            || expr instanceof Expr.Nested
            || expr instanceof Expr.Not
            || expr instanceof Expr.And
            || expr instanceof Expr.Or
            || expr instanceof Expr.Is
            || expr instanceof Expr.InList
            || expr instanceof Expr.Between
            || expr instanceof Expr.Homogenizing
            || expr instanceof Expr.NullIf
            || expr instanceof Expr.Case
            || (expr instanceof Expr.Infix infix && COMPARISONS.contains(infix.operator()))
            || isClock(expr);
    boolean below = false;
    for (Expr part : parts(expr)) {
      below |= canFail(part, aggregatesAreGiven); // All of them: each may say what it is.
    }
    return !safe || below;
  }

  private static boolean isAggregate(Expr expr) {
    return expr instanceof Expr.Call call
        && call.over() == null
        && AggregateNames.contains(call.name().last().value());
  }

  private static boolean isClock(Expr expr) {
    return expr instanceof Expr.Call call && call.name().last().value().equals("mz_now");
  }

  /** What stands in it one level down. */
  private List<Expr> parts(Expr expr) {
    List<@Nullable Expr> parts = new ArrayList<>();
    if (expr instanceof Expr.Nested e) {
      parts.add(e.expr());
    } else if (expr instanceof Expr.Not e) {
      parts.add(e.expr());
    } else if (expr instanceof Expr.And e) {
      parts.addAll(List.of(e.left(), e.right()));
    } else if (expr instanceof Expr.Or e) {
      parts.addAll(List.of(e.left(), e.right()));
    } else if (expr instanceof Expr.Infix e) {
      parts.addAll(List.of(e.left(), e.right()));
    } else if (expr instanceof Expr.Prefix e) {
      parts.add(e.operand());
    } else if (expr instanceof Expr.Is e) {
      parts.add(e.expr());
      parts.add(e.other());
    } else if (expr instanceof Expr.InList e) {
      parts.add(e.expr());
      parts.addAll(e.list());
    } else if (expr instanceof Expr.Between e) {
      parts.addAll(List.of(e.expr(), e.low(), e.high()));
    } else if (expr instanceof Expr.Like e) {
      parts.addAll(List.of(e.expr(), e.pattern()));
      parts.add(e.escape());
    } else if (expr instanceof Expr.Cast e) {
      parts.add(e.expr());
    } else if (expr instanceof Expr.Homogenizing e) {
      parts.addAll(e.arguments());
    } else if (expr instanceof Expr.NullIf e) {
      parts.addAll(List.of(e.left(), e.right()));
    } else if (expr instanceof Expr.Case e) {
      parts.add(e.operand());
      e.branches().forEach(branch -> parts.addAll(List.of(branch.condition(), branch.result())));
      parts.add(e.otherwise());
    } else if (expr instanceof Expr.Row e) {
      parts.addAll(e.fields());
    } else if (expr instanceof Expr.FieldAccess e) {
      parts.add(e.expr());
    } else if (expr instanceof Expr.ArrayLiteral e) {
      parts.addAll(e.elements());
    } else if (expr instanceof Expr.ListLiteral e) {
      parts.addAll(e.elements());
    } else if (expr instanceof Expr.MapLiteral e) {
      e.entries().forEach(entry -> parts.addAll(List.of(entry.key(), entry.value())));
    } else if (expr instanceof Expr.QuantifiedArray e) {
      parts.addAll(List.of(e.left(), e.array()));
    } else if (expr instanceof Expr.Subscript e) {
      parts.add(e.expr());
      e.indexes().forEach(index -> parts.addAll(Stream.of(index.start(), index.end()).toList()));
    } else if (expr instanceof Expr.Call e) {
      call(e, parts);
    } else if (expr instanceof Expr.InSubquery
        || expr instanceof Expr.Exists
        || expr instanceof Expr.Subquery
        || expr instanceof Expr.QuantifiedSubquery
        || expr instanceof Expr.ArraySubquery
        || expr instanceof Expr.ListSubquery
        || expr instanceof Expr.MapSubquery) {
      refuse("a subquery in an expression");
    }
    return parts.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  private void call(Expr.Call call, List<@Nullable Expr> parts) {
    if (call.over() != null) {
      refuse("a window function");
    }
    parts.addAll(call.arguments());
    call.orderBy().stream().map(OrderBy::expr).forEach(parts::add);
    parts.add(call.filter());
  }

  private void refuse(String what) {
    if (refused == null) {
      refused = what;
    }
  }
}
