package dev.verdigris.engine.query;

import dev.verdigris.engine.query.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;

/** Puts results into the form that Materialize has on the wire, where PostgreSQL's differs. */
final class Rendering {
  private Rendering() {}

  /** Whether PostgreSQL sends a text for the type. */
  static boolean isRendered(SqlType type) {
    return switch (type.kind()) {
      case LIST, MAP -> true;
      case ARRAY -> isOtherwise(type.elementType());
      case SCALAR ->
          switch (type.name()) {
            case "float4", "float8", "interval", "jsonb" -> true;
            default -> false;
          };
      case RECORD -> false;
      case UNKNOWN -> false;
    };
  }

  /** Whether a value of the type looks otherwise in PostgreSQL. */
  static boolean isOtherwise(SqlType type) {
    return isRendered(type) || isTrimmed(type);
  }

  /** The query with its last step, if any column needs one. */
  static String rendered(Relation relation) {
    List<SqlType> types = relation.types();
    if (types.stream().noneMatch(Rendering::isOtherwise)) {
      return relation.sql();
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(rendered("o.c" + (i + 1), types.get(i)) + " AS c" + (i + 1));
    }
    return "SELECT "
        + String.join(", ", columns)
        + " FROM ("
        + relation.sql()
        + ") AS o"
        + relation.columnList();
  }

  static String rendered(String sql, SqlType type) {
    if (isTrimmed(type)) {
      return "pg_catalog.trim_scale(" + sql + ")";
    }
    return isRendered(type) ? Casts.asText(sql, type) : sql;
  }

  /** A value as a field of a row: rows hold what is shown of them. */
  static String shown(Expression field) {
    return isOtherwise(field.type()) ? rendered(field.sql(), field.type()) : field.sql();
  }

  private static boolean isTrimmed(SqlType type) {
    return type.kind() == Kind.SCALAR
        && switch (type.name()) {
          case "numeric", "uint8", "mz_timestamp" -> true;
          default -> false;
        };
  }
}
