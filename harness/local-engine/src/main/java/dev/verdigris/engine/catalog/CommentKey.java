package dev.verdigris.engine.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a comment is on.
 *
 * @param type the type of object
 * @param id its id
 * @param column position of a column, from 1; null: the object itself
 */
public record CommentKey(ObjectType type, String id, @Nullable Integer column) {}
