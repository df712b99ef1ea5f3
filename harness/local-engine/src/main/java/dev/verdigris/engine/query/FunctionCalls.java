package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Calls of plain functions. */
final class FunctionCalls {
  /** Functions that can be null though no argument is. */
  private static final Set<String> NULLABLE =
      Set.of(
          "array_length",
          "array_lower",
          "array_upper",
          "array_position",
          "regexp_match",
          "jsonb_array_length",
          "jsonb_typeof",
          "current_schema",
          "current_setting",
          "obj_description",
          "col_description",
          "pg_get_expr",
          "pg_get_indexdef",
          "pg_get_viewdef",
          "pg_get_userbyid",
          "format_type",
          "lower",
          "upper",
          "try_parse_monotonic_iso8601_timestamp",
          "mz_global_id_to_name");

  /** Functions whose value depends on session or time, and what errors call them. */
  static final Set<String> VOLATILE =
      Set.of(
          "mz_now",
          "now",
          "current_timestamp",
          "current_database",
          "current_catalog",
          "current_user",
          "current_role",
          "session_user",
          "user",
          "current_schema",
          "current_schemas",
          "version",
          "mz_version",
          "mz_version_num",
          "mz_environment_id",
          "mz_is_superuser",
          "pg_backend_pid",
          "mz_session_id",
          "mz_uptime",
          "pg_postmaster_start_time",
          "is_rbac_enabled",
          "current_setting");

  private static final Set<String> PATTERNS =
      Set.of(
          "regexp_replace",
          "regexp_match",
          "regexp_matches",
          "regexp_split_to_array",
          "regexp_split_to_table");

  private final Planning planning;

  FunctionCalls(Planning planning) {
    this.planning = planning;
  }

  /** A call, not a set-returning one. */
  Expression call(List<String> name, List<Expression> arguments) {
    String last = name.get(name.size() - 1);
    List<Signature> overloads = FunctionTable.LOADED.overloads(name);
    Expression special = SpecialFunctions.call(last, arguments, planning);
    if (special != null) {
      return special;
    }
    Bound bound = bind(last, overloads, arguments);
    Signature signature = bound.match().signature();
    if (signature.schema().equals("mz_unsafe")) {
      return Literals.failing(PostgresErrors.UNSAFE_FUNCTION, bound.match().returns());
    }
    if (signature.set()) {
      throw SqlException.unsupported("the set-returning function " + last + " outside of FROM");
    }
    String sql = sql(signature, bound.arguments());
    boolean nullable = NULLABLE.contains(last);
    for (Expression argument : bound.arguments()) {
      nullable |= argument.nullable();
    }
    SqlType type = bound.match().returns();
    Expression result = Expression.of(sql, type, nullable, bound.arguments());
    if (VOLATILE.contains(last)) {
      String called = last.equals("now") ? "current_timestamp" : last;
      planning.uses(last);
      return result.withFacts(result.facts().withVolatileCall(called));
    }
    return result;
  }

  /** A call with its overload chosen and its arguments cast. */
  record Bound(Overloads.Match match, List<Expression> arguments) {}

  Bound bind(String name, List<Signature> overloads, List<Expression> arguments) {
    List<SqlType> types = arguments.stream().map(Expression::type).toList();
    Overloads.Match match = Overloads.find(overloads, types);
    if (match == null) {
      throw Overloads.isAmbiguous(overloads, types)
          ? QueryErrors.severalOverloads(name, types)
          : QueryErrors.noOverload(name, types);
    }
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      cast.add(
          planning.casts.cast(arguments.get(i), match.arguments().get(i), Casts.When.IMPLICIT));
    }
    if (name.equals("array_to_string") && Rendering.isOtherwise(cast.get(0).type().elementType())) {
      throw SqlException.unsupported("array_to_string of " + cast.get(0).type().display());
    }
    if (name.equals("to_char")) {
      RegularExpressions.checkTimeFormat(cast.get(1));
    }
    if (PATTERNS.contains(name)) {
      cast.set(1, RegularExpressions.check(cast.get(1)));
      if (name.equals("regexp_replace")) {
        RegularExpressions.checkReplacement(cast.get(2));
      }
    }
    return new Bound(match, cast);
  }

  /** How PostgreSQL is told to compute a signature. */
  String sql(Signature signature, List<Expression> arguments) {
    String template = FunctionTable.LOADED.template(signature);
    if (template.equals("session")) {
      return SessionFunctions.sql(signature.name(), arguments, planning);
    }
    if (template.equals("=")) {
      List<String> texts = arguments.stream().map(Expression::sql).toList();
      return "pg_catalog." + signature.name() + "(" + String.join(", ", texts) + ")";
    }
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '$' && Character.isDigit(template.charAt(i + 1))) {
        sql.append(arguments.get(template.charAt(++i) - '1').sql());
      } else if (c == '$') {
        int end = template.indexOf('}', i);
        sql.append(SessionFunctions.variable(template.substring(i + 2, end), planning));
        i = end;
      } else {
        sql.append(c);
      }
    }
    return sql.toString();
  }
}
