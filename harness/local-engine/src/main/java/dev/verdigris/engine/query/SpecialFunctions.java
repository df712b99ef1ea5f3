package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that take arguments of any type or number. */
final class SpecialFunctions {
  private SpecialFunctions() {}

  /** The call, null if the function is none of these. */
  static @Nullable Expression call(String name, List<Expression> arguments, Planning planning) {
    return switch (name) {
      case "concat" -> concat(name, arguments, planning);
      case "concat_ws" -> concat(name, arguments, planning);
      case "pg_typeof" -> typeof(arguments);
      case "timezone_offset" -> TimeZones.offset(arguments, planning);
      case "to_jsonb" -> toJsonb(single(name, arguments), planning);
      case "jsonb_build_array", "jsonb_build_object" -> build(name, arguments, planning);
      case "list_append" ->
          Collections.concatenated(planning.casts, arguments.get(0), arguments.get(1));
      case "list_prepend" ->
          Collections.concatenated(planning.casts, arguments.get(0), arguments.get(1));
      case "list_cat" ->
          Collections.concatenated(planning.casts, arguments.get(0), arguments.get(1));
      default -> null;
    };
  }

  private static Expression concat(String name, List<Expression> arguments, Planning planning) {
    if (arguments.size() < (name.equals("concat") ? 1 : 2)) {
      throw QueryErrors.noOverload(name, arguments.stream().map(Expression::type).toList());
    }
    List<Expression> texts = new ArrayList<>();
    for (Expression argument : arguments) {
      texts.add(planning.casts.cast(argument, SqlType.TEXT, Casts.When.EXPLICIT));
    }
    String list = String.join(", ", texts.stream().map(Expression::sql).toList());
    boolean nullable = name.equals("concat_ws") && texts.get(0).nullable();
    return Expression.of("pg_catalog." + name + "(" + list + ")", SqlType.TEXT, nullable, texts);
  }

  private static Expression typeof(List<Expression> arguments) {
    Expression argument = single("pg_typeof", arguments);
    String type = argument.type().withModifier(-1).display();
    return Expression.of(
        Expression.quote(type) + "::pg_catalog.text", SqlType.TEXT, false, argument);
  }

  private static Expression single(String name, List<Expression> arguments) {
    if (arguments.size() != 1) {
      throw QueryErrors.noOverload(name, arguments.stream().map(Expression::type).toList());
    }
    return arguments.get(0);
  }

  private static Expression build(String name, List<Expression> arguments, Planning planning) {
    List<Expression> values = new ArrayList<>();
    boolean object = name.equals("jsonb_build_object");
    if (object && arguments.size() % 2 != 0) {
      throw SqlException.internal("argument list must have even number of elements");
    }
    for (int i = 0; i < arguments.size(); i++) {
      values.add(
          object && i % 2 == 0
              ? planning.casts.cast(arguments.get(i), SqlType.TEXT, Casts.When.EXPLICIT)
              : toJsonb(arguments.get(i), planning));
    }
    String list = String.join(", ", values.stream().map(Expression::sql).toList());
    return Expression.of("pg_catalog." + name + "(" + list + ")", SqlType.JSONB, false, values);
  }

  /** A value as JSON; null stays null. */
  static Expression toJsonb(Expression value, Planning planning) {
    Expression typed =
        value.isUnknown() ? planning.casts.cast(value, SqlType.TEXT, Casts.When.IMPLICIT) : value;
    if (typed.origin() instanceof Origin.Row row) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < row.fields().size(); i++) {
        parts.add(Expression.quote(typed.type().fields().get(i).name()));
        parts.add(toJsonb(row.fields().get(i), planning).sql());
      }
      String sql = "pg_catalog.jsonb_build_object(" + String.join(", ", parts) + ")";
      return Expression.of(sql, SqlType.JSONB, false, typed);
    }
    return Expression.of(json(typed.sql(), typed.type()), SqlType.JSONB, typed.nullable(), typed);
  }

  private static String json(String sql, SqlType type) {
    if (type.kind() == Kind.LIST && type.elementType().kind() == Kind.SCALAR) {
      String element = json(Collections.element("e.v", type.elementType()), type.elementType());
      return "(SELECT (SELECT coalesce(pg_catalog.jsonb_agg("
          + element
          + " ORDER BY e.n), '[]') FROM pg_catalog.jsonb_array_elements(l.j) WITH ORDINALITY AS"
          + " e(v, n)) FROM (SELECT "
          + sql
          + ") AS l(j) WHERE l.j IS NOT NULL)";
    }
    if (type.kind() == Kind.RECORD || type.kind() == Kind.LIST || type.kind() == Kind.MAP) {
      throw SqlException.unsupported("JSON of type " + type.display());
    }
    if (type.kind() == Kind.ARRAY) {
      if (!List.of("text", "int2", "int4", "int8", "bool", "numeric")
          .contains(type.elementType().name())) {
        throw SqlException.unsupported("JSON of type " + type.display());
      }
      return "pg_catalog.to_jsonb(" + sql + ")";
    }
    return switch (type.name()) {
      case "jsonb" -> sql;
      case "bool", "int2", "int4", "int8", "numeric", "float4", "float8", "text" ->
          "pg_catalog.to_jsonb(" + sql + ")";
      case "uint2", "uint4", "uint8" -> "pg_catalog.to_jsonb((" + sql + ")::numeric)";
      default -> "pg_catalog.to_jsonb(" + Casts.asText(sql, type) + ")";
    };
  }
}
