package dev.verdigris.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the server tells a client beside the answer.
 *
 * @param severity {@code NOTICE} or {@code WARNING}
 * @param sqlstate five characters; {@code 00000} for most
 * @param message one sentence
 * @param detail further facts, or null
 * @param hint what to do, or null
 */
public record Notice(
    String severity,
    String sqlstate,
    String message,
    @Nullable String detail,
    @Nullable String hint) {

  /** A notice with a message only. */
  public static Notice of(String severity, String sqlstate, String message) {
    return new Notice(severity, sqlstate, message, null, null);
  }
}
