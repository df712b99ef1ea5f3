package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Expr;
import dev.verdigris.engine.sql.Query;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporal filters: a materialized view may call {@code mz_now()} only as one side of a comparison
 * in WHERE.
 */
final class TemporalFilters {
  private static final Set<String> COMPARISONS = Set.of("=", "<", "<=", ">", ">=");
  private static final Pattern CALL = Pattern.compile("Call\\[name=(?:[a-z_]+\\.)*mz_now,");

  private TemporalFilters() {}

  static void check(Query query) {
    int allowed = filters(query);
    if (calls(query.toString()) == allowed) {
      return;
    }
    if (allowed == 0 && !inConditions(query)) {
      throw SqlException.of(
          SqlException.FEATURE_NOT_SUPPORTED, "cannot materialize call to mz_now");
    }
    throw SqlException.unsupported("a call of mz_now() that is not one side of a comparison");
  }

  private static boolean inConditions(Query query) {
    return query.body() instanceof Query.Select select && calls(String.valueOf(select.where())) > 0;
  }

  /** How many calls stand where they may, in this query and those that it reads from. */
  private static int filters(Query query) {
    int count = body(query.body());
    if (query.with() instanceof Query.With.Simple simple) {
      for (Query.Cte cte : simple.ctes()) {
        count += filters(cte.query());
      }
    }
    return count;
  }

  private static int body(Query.Body body) {
    if (body instanceof Query.SetOperation operation) {
      return body(operation.left()) + body(operation.right());
    }
    if (body instanceof Query.NestedQuery nested) {
      return filters(nested.query());
    }
    if (!(body instanceof Query.Select select)) {
      return 0;
    }
    int count = 0;
    if (select.where() != null) {
      count += condition(select.where());
    }
    for (Query.From from : select.from()) {
      count += factor(from.factor());
      for (Query.Join join : from.joins()) {
        count += factor(join.factor());
      }
    }
    return count;
  }

  private static int factor(Query.Factor factor) {
    return factor instanceof Query.Factor.Derived derived ? filters(derived.query()) : 0;
  }

  private static int condition(Expr expr) {
    if (expr instanceof Expr.And and) {
      return condition(and.left()) + condition(and.right());
    }
    if (expr instanceof Expr.Nested nested) {
      return condition(nested.expr());
    }
    if (expr instanceof Expr.Between between) {
      boolean plain =
          isNow(between.expr())
              && !between.negated()
              && calls(between.low().toString() + between.high()) == 0;
      return plain ? 1 : 0;
    }
    if (expr instanceof Expr.Infix infix && COMPARISONS.contains(infix.operator())) {
      boolean left = isNow(infix.left()) && calls(infix.right().toString()) == 0;
      boolean right = isNow(infix.right()) && calls(infix.left().toString()) == 0;
      return left || right ? 1 : 0;
    }
    return 0;
  }

  private static boolean isNow(Expr expr) {
    return expr instanceof Expr.Nested nested
        ? isNow(nested.expr())
        : expr instanceof Expr.Call call && call.name().last().value().equals("mz_now");
  }

  private static int calls(String text) {
    Matcher matcher = CALL.matcher(text);
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
