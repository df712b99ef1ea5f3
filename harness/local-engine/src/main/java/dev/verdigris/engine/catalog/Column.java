package dev.verdigris.engine.catalog;

import dev.verdigris.engine.query.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation.
 *
 * @param name as declared, never folded again
 * @param type its type
 * @param nullable whether it may be null
 * @param defaultSql a table's default as stored SQL, such as {@code 0} or {@code NULL}; null for
 *     the columns of other relations
 */
public record Column(String name, SqlType type, boolean nullable, @Nullable String defaultSql) {}
