package dev.verdigris.engine.sql;

import java.util.List;

/** A type as written. */
public sealed interface TypeName {

  /**
   * A type by name. SQL's many-word names are the names that they stand for, without a schema:
   * {@code double precision} is {@code float8}, {@code timestamp with time zone} is {@code
   * timestamptz}, {@code char} is {@code bpchar}.
   *
   * @param name its name
   * @param modifiers such as precision and scale; none if the list is empty
   */
  record Named(ObjectName name, List<Long> modifiers) implements TypeName {}

  /** {@code element[]}. */
  record ArrayOf(TypeName element) implements TypeName {}

  /** {@code element list}. */
  record ListOf(TypeName element) implements TypeName {}

  /** {@code map[key=>value]}. */
  record MapOf(TypeName key, TypeName value) implements TypeName {}
}
