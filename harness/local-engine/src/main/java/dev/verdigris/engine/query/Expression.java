package dev.verdigris.engine.query;

import java.util.List;

/**
 * An expression, translated.
 *
 * @param sql its PostgreSQL text, safe to stand as an operand
 * @param type its type in Materialize
 * @param nullable whether it can be null, as far as is known
 * @param origin what it is made of
 * @param facts what it inherits from its parts
 */
record Expression(String sql, SqlType type, boolean nullable, Origin origin, Facts facts) {
  private static final Origin OTHER = new Origin.Other();

  static Expression of(String sql, SqlType type, boolean nullable, Expression... parts) {
    return of(sql, type, nullable, List.of(parts));
  }

  static Expression of(String sql, SqlType type, boolean nullable, List<Expression> parts) {
    return new Expression(sql, type, nullable, OTHER, Facts.of(parts));
  }

  static Expression constant(String sql, SqlType type) {
    return new Expression(sql, type, false, new Origin.Constant(), Facts.NONE);
  }

  static Expression text(String value) {
    return new Expression(quote(value), SqlType.UNKNOWN, false, new Origin.Text(value), Facts.NONE);
  }

  static Expression nullLiteral() {
    return new Expression("NULL", SqlType.UNKNOWN, true, new Origin.Null(), Facts.NONE);
  }

  Expression withOrigin(Origin newOrigin) {
    return new Expression(sql, type, nullable, newOrigin, facts);
  }

  Expression withFacts(Facts newFacts) {
    return new Expression(sql, type, nullable, origin, newFacts);
  }

  Expression withType(SqlType newType) {
    return new Expression(sql, newType, nullable, origin, facts);
  }

  Expression withNullable(boolean newNullable) {
    return new Expression(sql, type, newNullable, origin, facts);
  }

  boolean isUnknown() {
    return type.kind() == SqlType.Kind.UNKNOWN;
  }

  /** A string as a PostgreSQL literal. */
  static String quote(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
