package dev.verdigris.engine.query;

/**
 * A column of a result as the client is told of it: PostgreSQL's own description is of physical
 * names and types and must be replaced by this.
 *
 * @param name its name
 * @param type its type; {@link SqlType#oid()}, {@link SqlType#typmod()} and {@link
 *     SqlType#wireName()} are what RowDescription says
 * @param nullable whether it can be null, as far as is known
 * @param rendered whether PostgreSQL sends it as text in Materialize's form though it is no text: a
 *     client cannot have it in binary then
 */
public record ResultColumn(String name, SqlType type, boolean nullable, boolean rendered) {}
