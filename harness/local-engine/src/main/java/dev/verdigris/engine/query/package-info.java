/**
 * Queries: names resolved, types inferred as Materialize does, translated to one PostgreSQL
 * statement; strict about what Materialize has not and what the engine does not model.
 */
@NullMarked
package dev.verdigris.engine.query;

import org.jspecify.annotations.NullMarked;
