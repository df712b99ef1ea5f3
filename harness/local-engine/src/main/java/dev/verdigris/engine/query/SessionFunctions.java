package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Schema;
import java.util.List;

/** Functions of the session: their values are put into the statement when it is planned. */
final class SessionFunctions {
  private static final String VERSION = "26.28.0-dev.0";

  private SessionFunctions() {}

  static String sql(String function, List<Expression> arguments, Planning planning) {
    var session = planning.session;
    return switch (function) {
      case "current_database", "current_catalog" -> text(session.database());
      case "current_user", "current_role", "user", "session_user" -> text(session.role());
      case "current_schema" ->
          planning
              .state
              .names(session)
              .creationSchema()
              .map(schema -> text(schema.name()))
              .orElse("NULL::pg_catalog.text");
      case "current_schemas" -> schemas(arguments.get(0), planning);
      case "version" ->
          text("PostgreSQL 9.5 on x86_64-unknown-linux-gnu (Materialize " + VERSION + ")");
      case "mz_version" -> text(session.setting("mz_version"));
      case "mz_version_num" -> "2602800";
      case "mz_environment_id" -> text("local-engine-00000000-0000-0000-0000-000000000000-0");
      case "pg_is_in_recovery" -> "false";
      case "mz_is_superuser" -> session.isSystemUser() ? "true" : "false";
      case "pg_backend_pid" -> Integer.toString(session.number());
      case "current_setting" -> setting(arguments, planning);
      default -> throw SqlException.unsupported("function " + function + "()");
    };
  }

  /** A value of the session in a template. */
  static String variable(String name, Planning planning) {
    return switch (name) {
      case "role" -> text(planning.session.role());
      case "database" -> text(planning.session.database());
      case "search_path" -> {
        List<String> quoted =
            planning.session.searchPath().stream().map(Expression::quote).toList();
        yield "ARRAY[" + String.join(", ", quoted) + "]::pg_catalog.text[]";
      }
      default -> throw new IllegalStateException("no session value " + name);
    };
  }

  private static String schemas(Expression implicit, Planning planning) {
    List<String> own = planning.session.searchPath();
    List<String> found =
        planning.state.names(planning.session).searchPath().stream()
            .map(Schema::name)
            .filter(name -> implicit.sql().startsWith("true") || own.contains(name))
            .map(Expression::quote)
            .toList();
    return "ARRAY[" + String.join(", ", found) + "]::pg_catalog.text[]";
  }

  private static String setting(List<Expression> arguments, Planning planning) {
    String sql = arguments.get(0).sql();
    int end = sql.lastIndexOf('\'');
    if (!sql.startsWith("'") || end < 1) {
      throw SqlException.unsupported("current_setting of what is not a literal");
    }
    String name = sql.substring(1, end).replace("''", "'");
    boolean missingOk = arguments.size() > 1 && arguments.get(1).sql().startsWith("true");
    try {
      return text(planning.session.setting(name));
    } catch (SqlException e) {
      return missingOk
          ? "NULL::pg_catalog.text"
          : Literals.failing("unrecognized configuration parameter", SqlType.TEXT).sql();
    }
  }

  private static String text(String value) {
    return Expression.quote(value) + "::pg_catalog.text";
  }
}
