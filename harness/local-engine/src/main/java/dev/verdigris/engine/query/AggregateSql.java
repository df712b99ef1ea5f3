package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;

/**
 * One aggregate in PostgreSQL.
 *
 * @param name the aggregate
 * @param distinct whether equal inputs count once
 * @param order {@code ORDER BY …} inside of the call, or nothing
 * @param tail {@code FILTER …} and {@code OVER …}, or nothing
 * @param alwaysRows whether it sees at least one row whenever it is computed
 */
record AggregateSql(
    Planning planning,
    String name,
    boolean distinct,
    String order,
    String tail,
    boolean alwaysRows) {

  Expression of(List<Expression> arguments) {
    if (arguments.isEmpty()) {
      return Expression.of("pg_catalog.count(*)" + tail, SqlType.INT8, false);
    }
    return switch (name) {
      case "count" ->
          Expression.of(
              call("count", typed(arguments.get(0)).sql()), SqlType.INT8, false, arguments);
      case "list_agg" -> {
        Expression e = typed(arguments.get(0));
        yield Expression.of(
            call("jsonb_agg", Collections.leaf(e)), SqlType.list(e.type()), !alwaysRows, e);
      }
      case "map_agg" -> {
        Expression key = text(arguments.get(0));
        Expression e = typed(arguments.get(1));
        yield Expression.of(
            object(key, Collections.leaf(e)), SqlType.map(e.type()), !alwaysRows, key, e);
      }
      case "jsonb_agg" -> {
        Expression e = SpecialFunctions.toJsonb(arguments.get(0), planning);
        yield Expression.of(call("jsonb_agg", e.sql()), SqlType.JSONB, !alwaysRows, e);
      }
      case "jsonb_object_agg" -> {
        Expression key = text(arguments.get(0));
        Expression e = SpecialFunctions.toJsonb(arguments.get(1), planning);
        yield Expression.of(object(key, e.sql()), SqlType.JSONB, !alwaysRows, key, e);
      }
      case "array_agg" -> {
        Expression e = typed(arguments.get(0));
        yield Expression.of(call("array_agg", e.sql()), SqlType.array(e.type()), !alwaysRows, e);
      }
      default -> overloaded(arguments);
    };
  }

  /** Keys and values; a key that is null is passed over. */
  private String object(Expression key, String value) {
    if (!key.nullable()) {
      return call("jsonb_object_agg", key.sql() + ", " + value);
    }
    if (!tail.isEmpty()) {
      throw SqlException.unsupported(name + " of keys that may be null, with FILTER or OVER");
    }
    return "coalesce("
        + call("jsonb_object_agg", key.sql() + ", " + value)
        + " FILTER (WHERE "
        + key.sql()
        + " IS NOT NULL), CASE WHEN pg_catalog.count(*) > 0 THEN '{}'::jsonb END)";
  }

  private Expression overloaded(List<Expression> given) {
    FunctionCalls calls = new FunctionCalls(planning);
    boolean intervals = given.get(0).type().is("interval");
    if (intervals && (name.equals("sum") || name.equals("avg"))) {
      throw SqlException.internal("sum(interval) not yet supported");
    }
    if (intervals) {
      throw SqlException.unsupported(name + "(interval)");
    }
    List<Signature> overloads = new ArrayList<>(FunctionTable.LOADED.overloads(List.of(name)));
    if (List.of("avg", "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp")
        .contains(name)) {
      // The server's list lacks them; it answers them all the same.
      overloads.add(new Signature("pg_catalog", name, List.of("numeric"), null, "numeric", false));
    }
    FunctionCalls.Bound bound = calls.bind(name, overloads, given);
    List<Expression> arguments = bound.arguments();
    Expression first = arguments.get(0);
    SqlType returns = bound.match().returns();
    String sql =
        switch (name) {
          case "sum" -> sum(first);
          case "avg" -> average(first);
          case "stddev", "stddev_samp" -> spread("stddev", first, 1);
          case "stddev_pop" -> spread("stddev", first, 0);
          case "variance", "var_samp" -> spread("variance", first, 1);
          case "var_pop" -> spread("variance", first, 0);
          case "string_agg" -> call("string_agg", first.sql() + ", " + arguments.get(1).sql());
          case "min", "max" -> extreme(first);
          default -> call(name, first.sql());
        };
    if (name.equals("sum") && returns.is("numeric") && !first.type().is("numeric")) {
      returns = SqlType.NUMERIC.withModifier(0);
    }
    if (name.equals("avg") && first.type().is("float4")) {
      returns = SqlType.FLOAT4;
    }
    boolean derived = name.equals("avg") || name.startsWith("std") || name.startsWith("var");
    boolean nullable = !alwaysRows || derived || arguments.stream().anyMatch(Expression::nullable);
    return Expression.of(sql, returns, nullable, arguments);
  }

  private String extreme(Expression e) {
    return switch (e.type().name()) {
      case "bool" -> call(name.equals("min") ? "bool_and" : "bool_or", e.sql());
      default -> call(name, e.sql());
    };
  }

  private String sum(Expression e) {
    String sum = call("sum", e.sql());
    return switch (e.type().name()) {
      case "uint2", "uint4" -> "(" + sum + ")::mz.uint8";
      case "numeric" -> "mz.fit(" + sum + ")";
      default -> sum;
    };
  }

  private String average(Expression e) {
    String type = e.type().name();
    if (type.startsWith("float")) {
      String average = "(" + call("sum", e.sql()) + " / " + call("count", e.sql()) + ")";
      return "(CASE WHEN "
          + call("count", e.sql())
          + " > 0 THEN "
          + average
          + "::"
          + e.type().postgres()
          + " END)";
    }
    return "mz.numeric_div("
        + call("sum", numeric(e))
        + ", nullif("
        + call("count", e.sql())
        + ", 0)::numeric)";
  }

  private String spread(String function, Expression e, int sample) {
    if (e.type().name().startsWith("float")) {
      return call(name, e.sql());
    }
    String x = numeric(e);
    return "mz."
        + function
        + "("
        + call("sum", x + " * " + x)
        + ", "
        + call("sum", x)
        + ", "
        + call("count", x)
        + ", "
        + sample
        + ")";
  }

  private static String numeric(Expression e) {
    return "(" + e.sql() + ")::numeric";
  }

  private String call(String function, String arguments) {
    String word = distinct ? "DISTINCT " : "";
    return "pg_catalog." + function + "(" + word + arguments + order + ")" + tail;
  }

  private Expression typed(Expression e) {
    return e.isUnknown() ? text(e) : e;
  }

  private Expression text(Expression e) {
    return planning.casts.cast(e, SqlType.TEXT, Casts.When.IMPLICIT);
  }
}
