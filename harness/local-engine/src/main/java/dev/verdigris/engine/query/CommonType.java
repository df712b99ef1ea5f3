package dev.verdigris.engine.query;

import dev.verdigris.engine.query.SqlType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type in which several expressions meet: branches of a CASE, columns of a UNION. */
final class CommonType {
  private CommonType() {}

  /** The common type of two, null if there is none. */
  static @Nullable SqlType ofTwo(SqlType left, SqlType right) {
    if (left.kind() == Kind.UNKNOWN) {
      return right;
    }
    if (right.kind() == Kind.UNKNOWN || left.equals(right)) {
      return left;
    }
    if (left.sameAs(right)) {
      return left.withModifier(-1);
    }
    SqlType mixed = Unsigned.mixed(left, right);
    if (mixed != null) {
      return mixed;
    }
    boolean rightwards = Casts.isImplicit(left, right);
    boolean leftwards = Casts.isImplicit(right, left);
    if (rightwards && leftwards) {
      return Overloads.isPreferred(right) ? right.withModifier(-1) : left.withModifier(-1);
    }
    return rightwards ? right.withModifier(-1) : leftwards ? left.withModifier(-1) : null;
  }

  /** The common type of all; text if none has a type; null if there is none. */
  static @Nullable SqlType of(List<SqlType> types) {
    SqlType common = SqlType.UNKNOWN;
    for (SqlType type : types) {
      SqlType next = ofTwo(common, type);
      if (next == null) {
        return null;
      }
      common = next;
    }
    return common.kind() == Kind.UNKNOWN ? SqlType.TEXT : common;
  }
}
