package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which type casts to which, when, and how the cast is written for PostgreSQL. */
final class Casts {
  /** When a cast happens. */
  enum When {
    /** Wherever types must be made to agree. */
    IMPLICIT,
    /** Into a column. */
    ASSIGNMENT,
    /** Where the text asks for it. */
    EXPLICIT,
    /** Never. */
    NEVER
  }

  private static final Set<String> SIGNED = Set.of("int2", "int4", "int8");
  private static final Set<String> UNSIGNED = Set.of("uint2", "uint4", "uint8");
  private static final Set<String> FLOATS = Set.of("float4", "float8");
  private static final Set<String> STRINGS = Set.of("text", "varchar", "bpchar", "name", "char");
  private static final Set<String> REGISTERED = Set.of("regclass", "regproc", "regtype");
  private static final List<String> WIDENING =
      List.of("int2", "int4", "int8", "numeric", "float4", "float8");
  private static final Set<String> TIMES = Set.of("date", "time", "timestamp", "timestamptz");
  private static final Set<String> SPECIAL_TIMES =
      Set.of("infinity", "-infinity", "+infinity", "now", "today", "tomorrow", "yesterday");

  private final Parameters parameters;

  Casts(Parameters parameters) {
    this.parameters = parameters;
  }

  static When when(SqlType from, SqlType to) {
    if (from.kind() == Kind.UNKNOWN || from.sameAs(to)) {
      return When.IMPLICIT;
    }
    if (from.kind() == Kind.SCALAR && to.kind() == Kind.SCALAR) {
      return whenScalar(from.name(), to.name());
    }
    if (to.is("text") || to.is("varchar")) {
      return When.ASSIGNMENT;
    }
    if (from.is("text") || from.is("varchar")) {
      return When.EXPLICIT;
    }
    boolean holds =
        from.kind() == Kind.ARRAY || from.kind() == Kind.LIST || from.kind() == Kind.MAP;
    if (from.kind() == to.kind() && holds) {
      return when(from.elementType(), to.elementType()) == When.NEVER ? When.NEVER : When.EXPLICIT;
    }
    return from.kind() == Kind.RECORD && to.kind() == Kind.RECORD ? When.IMPLICIT : When.NEVER;
  }

  private static When whenScalar(String from, String to) {
    if (STRINGS.contains(from)) {
      return STRINGS.contains(to) ? When.IMPLICIT : When.EXPLICIT;
    }
    if (STRINGS.contains(to)) {
      return to.equals("text") || to.equals("varchar") ? When.ASSIGNMENT : When.EXPLICIT;
    }
    if (isNumber(from) && isNumber(to)) {
      return whenNumber(from, to);
    }
    if (to.equals("mz_timestamp")) {
      boolean whole = SIGNED.contains(from) || UNSIGNED.contains(from) || from.equals("numeric");
      boolean time = TIMES.contains(from) && !from.equals("time");
      return whole || time ? When.IMPLICIT : When.NEVER;
    }
    return switch (from) {
      case "bool" -> to.equals("int4") || to.equals("int8") ? When.EXPLICIT : When.NEVER;
      case "int2", "int4", "int8", "oid" -> {
        if (to.equals("oid") || REGISTERED.contains(to)) {
          yield to.equals("oid") || from.equals("oid") ? When.IMPLICIT : When.EXPLICIT;
        }
        boolean fromOid = from.equals("oid") && SIGNED.contains(to);
        yield fromOid ? When.ASSIGNMENT : to.equals("bool") ? When.EXPLICIT : When.NEVER;
      }
      case "regclass", "regproc", "regtype" -> to.equals("oid") ? When.IMPLICIT : When.NEVER;
      case "jsonb" -> isNumber(to) || to.equals("bool") ? When.EXPLICIT : When.NEVER;
      case "date" -> to.startsWith("timestamp") ? When.IMPLICIT : When.NEVER;
      case "time" -> to.equals("interval") ? When.IMPLICIT : When.NEVER;
      case "timestamp" ->
          to.equals("timestamptz")
              ? When.IMPLICIT
              : to.equals("date") || to.equals("time") ? When.ASSIGNMENT : When.NEVER;
      case "timestamptz" ->
          Set.of("date", "time", "timestamp").contains(to) ? When.ASSIGNMENT : When.NEVER;
      case "interval" -> to.equals("time") ? When.ASSIGNMENT : When.NEVER;
      case "mz_timestamp" -> to.startsWith("timestamp") ? When.ASSIGNMENT : When.NEVER;
      case "int2vector" -> When.NEVER;
      default -> When.NEVER;
    };
  }

  private static When whenNumber(String from, String to) {
    if (UNSIGNED.contains(from)) {
      boolean wider =
          switch (to) {
            case "uint4" -> from.equals("uint2");
            case "uint8", "numeric", "float4", "float8" -> true;
            case "int4" -> from.equals("uint2");
            case "int8" -> !from.equals("uint8");
            default -> false;
          };
      return wider ? When.IMPLICIT : When.ASSIGNMENT;
    }
    if (UNSIGNED.contains(to)) {
      return When.ASSIGNMENT;
    }
    return WIDENING.indexOf(from) < WIDENING.indexOf(to) ? When.IMPLICIT : When.ASSIGNMENT;
  }

  private static boolean isNumber(String name) {
    return WIDENING.contains(name) || UNSIGNED.contains(name);
  }

  static boolean isImplicit(SqlType from, SqlType to) {
    return when(from, to) == When.IMPLICIT;
  }

  /** The expression as a {@code to}, if a cast of kind {@code allowed} may do that. */
  Expression cast(Expression from, SqlType to, When allowed) {
    if (when(from.type(), to).compareTo(allowed) > 0) {
      throw QueryErrors.noCast(from.type(), to);
    }
    if (from.origin() instanceof Origin.Row && to.kind() == Kind.RECORD) {
      return from;
    }
    if (from.isUnknown()) {
      return settle(from, to);
    }
    if (from.type().sameAs(to)) {
      boolean keeps = to.modifier() < 0 || to.modifier() == from.type().modifier();
      return keeps ? from : modified(from, to);
    }
    return modified(
        new Expression(
            written(from.sql(), from.type(), to),
            to.withModifier(-1),
            from.nullable() || from.type().is("jsonb"),
            from.origin() instanceof Origin.Constant ? from.origin() : new Origin.Other(),
            from.facts()),
        to);
  }

  /** A literal or parameter as {@code to}. */
  private Expression settle(Expression from, SqlType to) {
    if (from.origin() instanceof Origin.Parameter parameter) {
      parameters.settle(parameter.number(), to);
      String sql = "($" + parameter.number() + "::" + to.postgres() + ")";
      return modified(Expression.of(sql, to.withModifier(-1), true), to);
    }
    if (from.origin() instanceof Origin.Null) {
      return new Expression(
          "NULL::" + to.postgres(), to, true, new Origin.Constant(), from.facts());
    }
    if (from.origin() instanceof Origin.Text text) {
      String error = Literals.error(text.value(), to);
      if (error != null) {
        return Literals.failing(error, to);
      }
    }
    SqlType text = SqlType.TEXT;
    Expression typed =
        new Expression(
            written(from.sql() + "::pg_catalog.text", text, to),
            to.withModifier(-1),
            from.nullable(),
            from.origin() instanceof Origin.Text ? new Origin.Constant() : from.origin(),
            from.facts());
    return modified(typed, to);
  }

  /** A typed expression with the modifier of {@code to} put to it. */
  private static Expression modified(Expression from, SqlType to) {
    if (to.modifier() < 0) {
      return from.withType(to);
    }
    return new Expression(
        modifiedSql(from.sql(), to), to, from.nullable(), from.origin(), from.facts());
  }

  /** A value of the type with the type's precision or length put to it. */
  static String modifiedSql(String sql, SqlType to) {
    return switch (to.name()) {
      case "numeric" -> "pg_catalog.round(" + sql + ", " + to.modifier() + ")";
      case "varchar", "bpchar", "timestamp", "timestamptz" ->
          "(" + sql + ")::" + to.postgres() + "(" + to.modifier() + ")";
      default -> throw SqlException.unsupported("a modifier of type " + to.name());
    };
  }

  /** How PostgreSQL is told to make {@code to} of {@code from}. */
  static String written(String sql, SqlType from, SqlType to) {
    if (to.kind() == Kind.SCALAR && STRINGS.contains(to.name())) {
      String text = asText(sql, from);
      return to.is("text") ? text : "(" + text + ")::" + to.postgres();
    }
    if (to.kind() == Kind.LIST || to.kind() == Kind.MAP) {
      boolean flat = to.elementType().kind() == Kind.SCALAR;
      if (to.kind() == Kind.LIST && from.is("text") && flat) {
        return Collections.recast("mz.list_in(" + sql + ")", SqlType.list(SqlType.TEXT), to);
      }
      if (to.kind() == Kind.MAP && from.is("text") && flat) {
        return Collections.recast("mz.map_in(" + sql + ")", SqlType.map(SqlType.TEXT), to);
      }
      if (from.kind() == to.kind()) {
        return Collections.recast(sql, from, to);
      }
      throw SqlException.unsupported("a cast from " + from.display() + " to " + to.display());
    }
    if (to.kind() == Kind.ARRAY) {
      return "(" + sql + ")::" + to.postgres();
    }
    return switch (to.name()) {
      case "uint2", "uint4", "uint8" -> "mz.to_" + to.name() + "((" + sql + ")::numeric)";
      case "mz_timestamp" ->
          TIMES.contains(from.name())
              ? "mz.to_mz_timestamp((" + sql + ")::timestamptz)"
              : STRINGS.contains(from.name())
                  ? "mz.to_mz_timestamp((" + sql + ")::pg_catalog.text)"
                  : "mz.to_mz_timestamp((" + sql + ")::numeric)";
      case "numeric" ->
          FLOATS.contains(from.name()) ? "(" + sql + ")::text::numeric" : "(" + sql + ")::numeric";
      case "bool" ->
          isNumber(from.name()) ? "(" + sql + " <> 0)" : "(" + sql + ")::pg_catalog.bool";
      case "int2", "int4", "int8" -> integer(sql, from, to);
      case "timestamp", "timestamptz" ->
          from.is("mz_timestamp")
              ? "(mz.from_mz_timestamp(" + sql + "))::" + to.postgres()
              : "(" + sql + ")::" + to.postgres();
      default -> "(" + sql + ")::" + to.postgres();
    };
  }

  /** A cast to a signed integer: one that may not fit tells the value and the type. */
  private static String integer(String sql, SqlType from, SqlType to) {
    if (from.is("bool")) {
      return "(" + sql + ")::pg_catalog.int4::" + to.postgres();
    }
    if (!isNumber(from.name()) || isImplicit(from, to)) {
      return "(" + sql + ")::" + to.postgres();
    }
    String number =
        FLOATS.contains(from.name())
            ? "pg_catalog.round((" + sql + ")::pg_catalog.float8)::pg_catalog.text::numeric"
            : "(" + sql + ")::numeric";
    int bits = 8 * (to.name().charAt(3) - '0') - 1;
    BigInteger end = BigInteger.ONE.shiftLeft(bits);
    return "mz.to_integer("
        + number
        + ", '"
        + TypeList.display(to.name())
        + "', "
        + end.negate()
        + ", "
        + end.subtract(BigInteger.ONE)
        + ")::"
        + to.postgres();
  }

  /** A value as the text that Materialize prints for it. */
  static String asText(String sql, SqlType type) {
    return switch (type.kind()) {
      case LIST, MAP -> "mz.list_out(" + sql + ")";
      case ARRAY -> {
        SqlType element = type.elementType();
        if (!element.is("numeric") && Rendering.isOtherwise(element)) {
          throw SqlException.unsupported("the text of a " + type.display());
        }
        yield element.is("numeric")
            ? "mz.numeric_array_out(" + sql + ")"
            : "(" + sql + ")::pg_catalog.text";
      }
      default ->
          switch (type.name()) {
            case "text" -> sql;
            case "numeric", "uint8", "mz_timestamp" ->
                "pg_catalog.trim_scale(" + sql + ")::pg_catalog.text";
            case "float4" -> "mz.float4_out(" + sql + ")";
            case "float8" -> "mz.float8_out(" + sql + ")";
            case "interval" -> "mz.interval_out(" + sql + ")";
            case "jsonb" -> "mz.jsonb_out(" + sql + ")";
            case "regtype" -> "mz.type_name(" + sql + ")";
            case "regclass" -> "mz.relation_name(" + sql + ")";
            default -> "(" + sql + ")::pg_catalog.text";
          };
    };
  }

  /** Whether a string is one of PostgreSQL's words for a time, none of which Materialize has. */
  static boolean isSpecialTime(String value) {
    return SPECIAL_TIMES.contains(value.strip().toLowerCase(Locale.ROOT));
  }

  static boolean isTime(SqlType type) {
    return type.kind() == Kind.SCALAR && TIMES.contains(type.name());
  }
}
