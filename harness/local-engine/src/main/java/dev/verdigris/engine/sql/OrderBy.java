package dev.verdigris.engine.sql;

import org.jspecify.annotations.Nullable;

/**
 * One key of an order.
 *
 * @param expr the key
 * @param ascending what the text says, null if nothing
 * @param nullsLast what the text says, null if nothing
 */
public record OrderBy(Expr expr, @Nullable Boolean ascending, @Nullable Boolean nullsLast) {}
