package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.SqlType.Kind;
import dev.verdigris.engine.sql.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Casts that the text asks for. */
final class CastTranslator {
  private static final Pattern NAME_PART = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^.\"]+)");

  private final ExpressionTranslator translator;
  private final Planning planning;

  CastTranslator(ExpressionTranslator translator) {
    this.translator = translator;
    this.planning = translator.planning();
  }

  Expression cast(Expr.Cast cast) {
    SqlType type = planning.types.resolve(cast.type());
    Expr inner = cast.expr();
    if (inner instanceof Expr.ArrayLiteral array && array.elements().isEmpty()) {
      requireKind(type, Kind.ARRAY);
      return Expression.constant("'{}'::" + type.postgres(), type);
    }
    if (inner instanceof Expr.ListLiteral list && list.elements().isEmpty()) {
      requireKind(type, Kind.LIST);
      return Expression.constant("'[]'::pg_catalog.jsonb", type);
    }
    if (inner instanceof Expr.MapLiteral map && map.entries().isEmpty()) {
      requireKind(type, Kind.MAP);
      return Expression.constant("'{}'::pg_catalog.jsonb", type);
    }
    String function = functionName(inner);
    if (function != null && (type.is("text") || type.is("varchar"))) {
      return planning.casts.cast(function(function), type, Casts.When.EXPLICIT);
    }
    Expression operand = translator.translate(inner);
    if (type.kind() == Kind.RECORD) {
      return record(operand, type);
    }
    if (operand.origin() instanceof Origin.Text text && type.kind() == Kind.SCALAR) {
      Expression registered = registered(text.value(), type);
      if (registered != null) {
        return registered;
      }
    }
    return planning.casts.cast(operand, type, Casts.When.EXPLICIT);
  }

  /** What a name means as a type whose values are names of something; null for other types. */
  private @Nullable Expression registered(String text, SqlType type) {
    return switch (type.name()) {
      case "regclass" -> {
        Long oid = relationOid(text);
        yield oid == null
            ? Literals.failing("relation \"" + text + "\" does not exist", type)
            : Expression.constant(oid + "::pg_catalog.oid", type);
      }
      case "regtype" -> {
        Long oid = typeOid(text);
        yield oid == null
            ? Literals.failing("type \"" + text + "\" does not exist", type)
            : Expression.constant(oid + "::pg_catalog.oid", type);
      }
      case "regproc" -> {
        String name = nameParts(text).get(nameParts(text).size() - 1);
        yield missingOrAmbiguous(name, type)
            .orElseGet(
                () ->
                    Expression.constant(
                        "(SELECT f.oid FROM mz_local.function f WHERE f.name = "
                            + Expression.quote(name)
                            + ")",
                        type));
      }
      default -> null;
    };
  }

  /** A row as a record that has a name: field by field. */
  private Expression record(Expression operand, SqlType type) {
    if (!(operand.origin() instanceof Origin.Row row)
        || row.fields().size() != type.fields().size()) {
      throw SqlException.unsupported("a cast from " + operand.type().display() + " to a record");
    }
    List<Expression> fields = new ArrayList<>();
    for (int i = 0; i < row.fields().size(); i++) {
      SqlType wanted = type.fields().get(i).type();
      fields.add(planning.casts.cast(row.fields().get(i), wanted, Casts.When.EXPLICIT));
    }
    String sql = String.join(", ", fields.stream().map(Rendering::shown).toList());
    return Expression.of("ROW(" + sql + ")", type, false, fields)
        .withOrigin(new Origin.Row(fields));
  }

  /** The string that {@code '…'::regproc} is made of; null if the expression is none. */
  private @Nullable String functionName(Expr expr) {
    Expr inner = expr instanceof Expr.Nested nested ? nested.expr() : expr;
    return inner instanceof Expr.Cast cast
            && cast.expr() instanceof Expr.StringLiteral name
            && planning.types.resolve(cast.type()).is("regproc")
        ? name.value()
        : null;
  }

  /** The name that a function is shown by: one of the catalog's, if there is only one such. */
  private Expression function(String name) {
    return missingOrAmbiguous(name, SqlType.TEXT)
        .orElseGet(
            () -> Expression.constant(Expression.quote(name) + "::pg_catalog.text", SqlType.TEXT));
  }

  /** The failure that a function's name is unless it names exactly one. */
  private static Optional<Expression> missingOrAmbiguous(String name, SqlType type) {
    long known = FunctionTable.LOADED.count(name);
    if (known == 1) {
      return Optional.empty();
    }
    String what =
        known == 0 ? "function \"%s\" does not exist" : "more than one function named \"%s\"";
    return Optional.of(Literals.failing(what.formatted(name), type));
  }

  private static void requireKind(SqlType type, Kind kind) {
    if (type.kind() != kind) {
      throw SqlException.unsupported("an empty literal of type " + type.display());
    }
  }

  private @Nullable Long relationOid(String text) {
    if (text.matches("\\d+")) {
      return Long.valueOf(text);
    }
    try {
      return planning.state.resolveItem(nameParts(text), planning.session).oid();
    } catch (SqlException e) {
      return null;
    }
  }

  private static @Nullable Long typeOid(String text) {
    String name = text.startsWith("pg_catalog.") ? text.substring("pg_catalog.".length()) : text;
    return TypeList.LOADED.has(name) ? Long.valueOf(TypeList.LOADED.oid(name)) : null;
  }

  /** The parts of a name in a string; unquoted ones are folded to lower case. */
  private static List<String> nameParts(String text) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = NAME_PART.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(1);
      parts.add(
          quoted != null
              ? quoted.replace("\"\"", "\"")
              : matcher.group(2).strip().toLowerCase(java.util.Locale.ROOT));
    }
    return parts.isEmpty() ? List.of(text) : parts;
  }
}
