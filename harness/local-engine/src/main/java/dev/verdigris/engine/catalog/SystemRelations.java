package dev.verdigris.engine.catalog;

import dev.verdigris.engine.query.SqlType;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's own relations in PostgreSQL: the views of the bootstrap scripts. */
final class SystemRelations {
  private static final Pattern VIEW =
      Pattern.compile(
          "^CREATE (?:VIEW|TABLE|UNLOGGED TABLE) ([a-z_]+\\.[a-z_]+)", Pattern.MULTILINE);

  private SystemRelations() {}

  /** Those that the engine models, by their names in PostgreSQL. */
  static Set<String> modelled() {
    Set<String> names = new HashSet<>();
    for (String script : CatalogScripts.views()) {
      Matcher matcher = VIEW.matcher(script);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** Whether a relation shows each role something else. */
  static boolean ofRole(String name) {
    return name.startsWith("mz_show_my_")
        || name.equals("mz_show_all_my_privileges")
        || name.equals("table_privileges")
        || name.equals("enabled_roles");
  }

  /** PostgreSQL keeps the names {@code pg_catalog} and {@code information_schema} to itself. */
  static String physicalSchema(String schema) {
    return switch (schema) {
      case "pg_catalog", "information_schema" -> "mz_" + schema;
      default -> schema;
    };
  }

  /** The type of a column as the recorded list names it. */
  static SqlType type(String label) {
    if (label.endsWith("[]")) {
      return SqlType.array(type(label.substring(0, label.length() - 2)));
    }
    return switch (label) {
      case "list" -> SqlType.list(SqlType.TEXT);
      case "map" -> SqlType.map(SqlType.TEXT);
      case "boolean" -> SqlType.BOOL;
      case "smallint" -> SqlType.INT2;
      case "integer" -> SqlType.INT4;
      case "bigint" -> SqlType.INT8;
      case "real" -> SqlType.FLOAT4;
      case "double precision" -> SqlType.FLOAT8;
      case "timestamp with time zone" -> SqlType.TIMESTAMPTZ;
      case "timestamp without time zone" -> SqlType.TIMESTAMP;
      case "\"char\"" -> SqlType.scalar("char");
      default -> SqlType.scalar(label);
    };
  }
}
