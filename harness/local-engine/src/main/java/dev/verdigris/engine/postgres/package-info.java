/**
 * PostgreSQL as the engine's store: its binaries, a data directory, a process that never outlives
 * this one.
 */
@NullMarked
package dev.verdigris.engine.postgres;

import org.jspecify.annotations.NullMarked;
