/**
 * Snapshots of relations and the differences between them: what sinks and SUBSCRIBE are made of.
 */
@NullMarked
package dev.verdigris.engine.snapshot;

import org.jspecify.annotations.NullMarked;
