/**
 * Materialize's SQL as values: the statements and queries ({@link
 * dev.verdigris.engine.sql.Statement}, {@link dev.verdigris.engine.sql.Query}, {@link
 * dev.verdigris.engine.sql.Expr}), the {@link dev.verdigris.engine.sql.Parser} that makes them, and
 * the printer that writes them the way Materialize stores and shows them.
 *
 * <p>Everything here is immutable, lists included. Two statements are equal if they mean the same
 * text up to white space, comments, case and needless quotes.
 */
@NullMarked
package dev.verdigris.engine.sql;

import org.jspecify.annotations.NullMarked;
