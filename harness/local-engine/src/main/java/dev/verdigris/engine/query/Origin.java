package dev.verdigris.engine.query;

import java.util.List;

/** What an expression is made of, where something depends on it: coercion, keys, names. */
sealed interface Origin {

  /** Nothing that matters. */
  record Other() implements Origin {}

  /** A string literal that has no type yet. */
  record Text(String value) implements Origin {}

  /** {@code NULL} that has no type yet. */
  record Null() implements Origin {}

  /** A parameter that has no type yet. */
  record Parameter(int number) implements Origin {}

  /** A literal with a type. */
  record Constant() implements Origin {}

  /** A column of a relation of the query, by the relation's number and the column's index. */
  record Column(int relation, int index) implements Origin {}

  /** A row of expressions. */
  record Row(List<Expression> fields) implements Origin {}

  /** Conditions that must all hold. */
  record And(List<Expression> conditions) implements Origin {}

  /** An equality that null does not meet. */
  record Equal(Expression left, Expression right) implements Origin {}

  /** Another comparison that null does not meet. */
  record Strict(List<Expression> operands) implements Origin {}

  /** {@code x IS NOT NULL}. */
  record NotNull(Expression operand) implements Origin {}
}
