package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.TypeName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind {@code AS OF} and {@code UP TO}: a constant that can be cast to {@code
 * mz_timestamp}, so milliseconds since 1970, a time, or a text of either (Materialize's page on
 * that type). Functions are not evaluated.
 */
final class TimeExpression {
  private static final Set<String> CLOCK = Set.of("now", "mz_now", "current_timestamp");
  private static final TypeName TIMESTAMP =
      new TypeName.Named(ObjectName.of("mz_timestamp"), List.of());

  private TimeExpression() {}

  /**
   * Its value, in milliseconds since 1970.
   *
   * @param clause what it stands behind, for refusals
   */
  static BigDecimal evaluate(Expr expr, String clause, Session session) {
    if (expr instanceof Expr.NumberLiteral number) {
      return new BigDecimal(number.text());
    }
    if (!isConstant(expr)) {
      if (callsClock(expr)) {
        throw SqlException.internal(
            "calling an unmaterializable function in AS OF or UP TO not yet supported");
      }
      throw SqlException.unsupported(clause + " an expression of this form");
    }
    String value;
    try {
      value = cast(expr, session);
    } catch (SqlException e) {
      if (!e.severity().equals("ERROR")) {
        throw e;
      }
      value = null;
    }
    if (value == null) {
      throw SqlException.unsupported(clause + " what is no time");
    }
    return new BigDecimal(value);
  }

  private static @Nullable String cast(Expr expr, Session session) {
    Query.Body row = new Query.Values(List.of(List.of(new Expr.Cast(expr, TIMESTAMP))));
    PlannedQuery plan =
        session
            .engine()
            .planner()
            .query(
                new Query(null, row, List.of(), null, null), session.state(), session, List.of());
    @Nullable String[] value = {null};
    session.onBackend(
        backend ->
            backend.query(
                plan.sql(),
                List.of(),
                taken -> {
                  taken.int16();
                  byte[] text = taken.value();
                  value[0] = text == null ? null : new String(text, StandardCharsets.UTF_8);
                }));
    return value[0];
  }

  private static boolean isConstant(Expr expr) {
    if (expr instanceof Expr.Nested nested) {
      return isConstant(nested.expr());
    }
    if (expr instanceof Expr.Cast cast) {
      return isConstant(cast.expr());
    }
    if (expr instanceof Expr.Infix infix) {
      return isConstant(infix.left()) && isConstant(infix.right());
    }
    return expr instanceof Expr.NumberLiteral
        || expr instanceof Expr.StringLiteral
        || expr instanceof Expr.IntervalLiteral;
  }

  private static boolean callsClock(Expr expr) {
    if (expr instanceof Expr.Nested nested) {
      return callsClock(nested.expr());
    }
    if (expr instanceof Expr.Cast cast) {
      return callsClock(cast.expr());
    }
    if (expr instanceof Expr.Infix infix) {
      return callsClock(infix.left()) || callsClock(infix.right());
    }
    return expr instanceof Expr.Call call && CLOCK.contains(call.name().last().value());
  }
}
