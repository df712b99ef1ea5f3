package dev.verdigris.engine.conformance;

import org.jspecify.annotations.Nullable;

/**
 * What became of one step that checks something.
 *
 * @param category null if it was answered as recorded
 * @param reason the refusal, the blocking step or the first difference; empty if answered
 */
record Outcome(Script script, Step step, @Nullable Category category, String reason) {

  boolean isAnswered() {
    return category == null;
  }
}
