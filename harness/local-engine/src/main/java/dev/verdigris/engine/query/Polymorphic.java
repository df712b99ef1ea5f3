package dev.verdigris.engine.query;

import dev.verdigris.engine.query.SqlType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types in signatures that stand for others: {@code anyelement}, {@code anyarray}, …. */
final class Polymorphic {
  private Polymorphic() {}

  /** What a parameter says about the element type when given an argument, null if nothing. */
  static @Nullable SqlType element(String parameter, SqlType given) {
    return switch (parameter) {
      case "anyelement", "anynonarray", "anycompatible", "anycompatiblenonarray" ->
          given.kind() == Kind.UNKNOWN ? null : given;
      case "anyarray", "anycompatiblearray" ->
          given.kind() == Kind.ARRAY ? given.elementType() : null;
      case "anycompatiblelist", "list" -> given.kind() == Kind.LIST ? given.elementType() : null;
      case "anycompatiblemap", "map" -> given.kind() == Kind.MAP ? given.elementType() : null;
      default -> null;
    };
  }

  static @Nullable SqlType rangeElement(SqlType range) {
    return switch (range.name()) {
      case "int4range" -> SqlType.INT4;
      case "int8range" -> SqlType.INT8;
      case "numrange" -> SqlType.NUMERIC;
      case "daterange" -> SqlType.DATE;
      case "tsrange" -> SqlType.TIMESTAMP;
      case "tstzrange" -> SqlType.TIMESTAMPTZ;
      default -> null;
    };
  }

  /** The type that a parameter wants, null if the argument cannot be it. */
  static @Nullable SqlType resolve(
      String parameter, SqlType given, @Nullable SqlType element, @Nullable SqlType range) {
    return switch (parameter) {
      case "any" -> given.kind() == Kind.UNKNOWN ? SqlType.TEXT : given;
      case "anyelement", "anycompatible" -> element == null ? SqlType.TEXT : element;
      case "anynonarray", "anycompatiblenonarray" ->
          given.kind() == Kind.ARRAY ? null : element == null ? SqlType.TEXT : element;
      case "anyarray", "anycompatiblearray" -> of(Kind.ARRAY, given, element);
      case "anycompatiblelist", "list" -> of(Kind.LIST, given, element);
      case "anycompatiblemap", "map" -> of(Kind.MAP, given, element);
      case "anyrange" -> range;
      case "record" -> given.kind() == Kind.RECORD ? given : null;
      default -> named(parameter);
    };
  }

  private static @Nullable SqlType of(Kind kind, SqlType given, @Nullable SqlType element) {
    boolean other = given.kind() != kind && given.kind() != Kind.UNKNOWN;
    if (element == null || other) {
      return null;
    }
    return switch (kind) {
      case ARRAY -> SqlType.array(element);
      case LIST -> SqlType.list(element);
      default -> SqlType.map(element);
    };
  }

  /** The result type, null if nothing settles it. */
  static @Nullable SqlType returned(
      String returns, @Nullable SqlType element, @Nullable SqlType range) {
    return switch (returns) {
      case "anyelement", "anycompatible", "any" -> element == null ? SqlType.TEXT : element;
      case "anyarray", "anycompatiblearray" -> element == null ? null : SqlType.array(element);
      case "anycompatiblelist" -> element == null ? null : SqlType.list(element);
      case "anycompatiblemap" -> element == null ? null : SqlType.map(element);
      case "anyrange" -> range;
      case "" -> SqlType.record(List.of());
      case "record" -> SqlType.record(List.of());
      default -> named(returns);
    };
  }

  /** A type by its short name in the lists, {@code _} for arrays. */
  static SqlType named(String name) {
    return name.startsWith("_")
        ? SqlType.array(SqlType.scalar(name.substring(1)))
        : SqlType.scalar(name);
  }
}
