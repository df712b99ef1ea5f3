package dev.verdigris.engine.query;

import org.jspecify.annotations.Nullable;

/** Signed and unsigned integers side by side. */
final class Unsigned {
  private Unsigned() {}

  /** The type in which a signed and an unsigned integer meet, null for all other pairs. */
  static @Nullable SqlType mixed(SqlType left, SqlType right) {
    if (isUnsigned(left) == isUnsigned(right) || !isInteger(left) || !isInteger(right)) {
      return null;
    }
    SqlType unsigned = isUnsigned(left) ? left : right;
    SqlType signed = isUnsigned(left) ? right : left;
    return switch (unsigned.name()) {
      case "uint2" -> signed.is("int8") ? SqlType.INT8 : SqlType.INT4;
      case "uint4" -> SqlType.INT8;
      default -> SqlType.NUMERIC;
    };
  }

  static boolean isUnsigned(SqlType type) {
    return type.is("uint2") || type.is("uint4") || type.is("uint8");
  }

  private static boolean isInteger(SqlType type) {
    return isUnsigned(type) || type.is("int2") || type.is("int4") || type.is("int8");
  }
}
