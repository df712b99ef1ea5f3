package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.query.SqlType.Kind;
import dev.verdigris.engine.sql.Expr;
import java.util.ArrayList;
import java.util.List;
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
    Expression operand = translator.translate(inner);
    if (operand.origin() instanceof Origin.Text text && type.kind() == Kind.SCALAR) {
      Long number = registered(text.value(), type.name());
      if (number != null) {
        return Expression.constant(number + "::pg_catalog.oid", type);
      }
    }
    return planning.casts.cast(operand, type, Casts.When.EXPLICIT);
  }

  /** The oid that a name means as a type that is a name of something; null for other types. */
  private @Nullable Long registered(String text, String type) {
    return switch (type) {
      case "regclass" -> relationOid(text);
      case "regtype" -> typeOid(text);
      case "regproc" -> throw SqlException.unsupported("a cast to regproc");
      default -> null;
    };
  }

  private static void requireKind(SqlType type, Kind kind) {
    if (type.kind() != kind) {
      throw SqlException.unsupported("an empty literal of type " + type.display());
    }
  }

  private long relationOid(String text) {
    if (text.matches("\\d+")) {
      return Long.parseLong(text);
    }
    try {
      Item item = planning.state.resolveItem(nameParts(text), planning.session);
      return item.oid();
    } catch (SqlException e) {
      throw SqlException.internal("relation \"" + text + "\" does not exist");
    }
  }

  private static long typeOid(String text) {
    String name = text.startsWith("pg_catalog.") ? text.substring("pg_catalog.".length()) : text;
    if (!TypeList.LOADED.has(name)) {
      throw SqlException.internal("type \"" + text + "\" does not exist");
    }
    return TypeList.LOADED.oid(name);
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
