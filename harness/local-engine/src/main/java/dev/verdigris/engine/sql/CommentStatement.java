package dev.verdigris.engine.sql;

import org.jspecify.annotations.Nullable;

/**
 * {@code COMMENT ON target IS text}.
 *
 * @param text null removes it
 */
public record CommentStatement(Target target, @Nullable String text) implements Statement {

  /** What a comment is on. */
  public sealed interface Target {
    /** Anything with a name of its own; a replica's is {@code cluster.replica}. */
    record OnObject(ObjectKind kind, ObjectName name) implements Target {}

    /** A column of a relation. */
    record OnColumn(ObjectName relation, Ident column) implements Target {}
  }
}
