package dev.verdigris;

/**
 * What a process ends with, and the first digit of every message code: {@code VG-3104} ends with 3.
 */
public enum ExitCode {
  /** Done, or nothing was left to do. */
  DONE(0),
  /** An internal error: a defect of Verdigris. */
  INTERNAL(1),
  /** Usage or configuration, model files included. */
  CONFIGURATION(2),
  /** The gate failed: nothing was promoted. */
  GATE_FAILED(3),
  /** Green was not ready in time. */
  NOT_READY(4),
  /** Somebody else changed what the plan was made from. */
  CONFLICT(5),
  /** The server was not reachable, went away, or refused a right. */
  CONNECTION(6),
  /** Promoted, but sinks or cleanup are left: run again to finish. */
  FOLLOW_UP(7),
  /** Rolled back after a promotion. */
  ROLLED_BACK(8),
  /** Nothing was validated. */
  NOTHING_VALIDATED(9),
  /** Interrupted. */
  INTERRUPTED(130);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  /** The number, 0 to 255. */
  public int value() {
    return value;
  }
}
