package dev.verdigris.gate;

/** What becomes of a validation that does not hold. */
public enum Severity {
  /** It blocks the promotion: {@link Outcome#FAIL}. */
  FAIL,
  /** It is shown and does not block: {@link Outcome#WARN}. */
  WARN
}
