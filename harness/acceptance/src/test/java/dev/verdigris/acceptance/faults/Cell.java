package dev.verdigris.acceptance.faults;

/**
 * One field of the matrix.
 *
 * @param step the statement that is disturbed
 * @param fault what is done to it
 */
record Cell(SentStep step, Fault fault) {
  /** For people. */
  String describe() {
    return step.describe() + " · " + fault.label();
  }
}
