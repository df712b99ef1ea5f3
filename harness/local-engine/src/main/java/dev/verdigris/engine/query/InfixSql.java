package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import java.util.List;
import java.util.Set;

/** How infix operators are written for PostgreSQL once their operands have their types. */
final class InfixSql {
  private static final Set<String> ORDER = Set.of("=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%");

  private InfixSql() {}

  static String of(Expression left, String operator, Expression right, SqlType returns) {
    String l = left.sql();
    String r = right.sql();
    SqlType type = left.type();
    if (type.kind() == Kind.MAP || right.type().kind() == Kind.MAP) {
      return ofMap(left, operator, right, returns);
    }
    if (type.kind() == Kind.LIST && !operator.equals("=") && !operator.equals("<>")) {
      throw SqlException.unsupported("operator " + operator + " on lists");
    }
    if (ORDER.contains(operator)) {
      return ordered(l, operator, r, type);
    }
    if (Unsigned.isUnsigned(type)) {
      return ofUnsigned(l, operator, r, type);
    }
    if (ARITHMETIC.contains(operator) && !type.is("jsonb")) {
      return arithmetic(left, operator, right);
    }
    if (type.is("jsonb")) {
      String key = right.type().is("int8") ? "(" + r + ")::pg_catalog.int4" : r;
      if (operator.endsWith(">>")) {
        String step = operator.equals("->>") ? " -> " : " #> ";
        return "mz.jsonb_text(" + l + step + key + ")";
      }
      if (right.type().is("int8")) {
        return plain(l, operator, key);
      }
    }
    if (operator.equals("@>") || operator.equals("<@")) {
      if (type.is("jsonb") && right.type().is("text")) {
        return "(" + l + " " + operator + " (" + r + ")::jsonb)";
      }
      if (type.is("text")) {
        return "((" + l + ")::jsonb " + operator + " " + r + ")";
      }
    }
    return plain(l, operator, r);
  }

  private static String plain(String l, String operator, String r) {
    return "(" + l + " " + operator + " " + r + ")";
  }

  private static String ordered(String l, String operator, String r, SqlType type) {
    if (type.is("interval")) {
      return plain("mz.interval_key(" + l + ")", operator, "mz.interval_key(" + r + ")");
    }
    boolean equality = operator.equals("=") || operator.equals("<>");
    if (!equality && (type.is("jsonb") || type.kind() == Kind.LIST)) {
      throw SqlException.unsupported("operator " + operator + " on " + type.display());
    }
    return plain(l, operator, r);
  }

  private static String arithmetic(Expression left, String operator, Expression right) {
    String l = left.sql();
    String r = right.sql();
    String type = left.type().name();
    if (type.equals("numeric")) {
      return switch (operator) {
        case "/" -> "mz.numeric_div(" + l + ", " + r + ")";
        case "*", "+", "-" -> "mz.fit(" + l + " " + operator + " " + r + ")";
        default -> plain(l, operator, r);
      };
    }
    if (operator.equals("%") && type.startsWith("float")) {
      throw SqlException.unsupported("operator % on " + left.type().display());
    }
    boolean times = type.startsWith("timestamp") && type.equals(right.type().name());
    if (times && operator.equals("-")) {
      return "mz.timestamp_diff(" + l + ", " + r + ")";
    }
    return plain(l, operator, r);
  }

  private static String ofUnsigned(String l, String operator, String r, SqlType type) {
    boolean bits = List.of("&", "|", "#").contains(operator) && !type.is("uint8");
    if (bits) {
      return "mz.to_" + type.name() + "((" + l + " " + operator + " " + r + ")::numeric)";
    }
    if (!ARITHMETIC.contains(operator)) {
      throw SqlException.unsupported("operator " + operator + " on " + type.display());
    }
    String a = "(" + l + ")::numeric";
    String b = "(" + r + ")::numeric";
    String value =
        operator.equals("/")
            ? "pg_catalog.div(" + a + ", " + b + ")"
            : a + " " + operator + " " + b;
    return "mz.to_" + type.name() + "(" + value + ")";
  }

  private static String ofMap(Expression left, String operator, Expression right, SqlType returns) {
    return switch (operator) {
      case "->" -> Collections.element("(" + left.sql() + " -> " + right.sql() + ")", returns);
      case "?" -> "pg_catalog.jsonb_exists(" + left.sql() + ", " + right.sql() + ")";
      case "?|" -> "pg_catalog.jsonb_exists_any(" + left.sql() + ", " + right.sql() + ")";
      case "?&" -> "pg_catalog.jsonb_exists_all(" + left.sql() + ", " + right.sql() + ")";
      case "@>", "<@" -> plain(left.sql(), operator, right.sql());
      default -> throw SqlException.unsupported("operator " + operator + " on maps");
    };
  }
}
