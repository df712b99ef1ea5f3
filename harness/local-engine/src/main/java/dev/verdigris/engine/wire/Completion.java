package dev.verdigris.engine.wire;

import org.jspecify.annotations.Nullable;

/**
 * How a statement's run ended.
 *
 * @param tag of its completion; null where rows are left
 */
record Completion(@Nullable String tag) {
  static final Completion SUSPENDED = new Completion(null);
}
