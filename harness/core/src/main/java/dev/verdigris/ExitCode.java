package dev.verdigris;

/**
 * What a process ends with, and the first digit of every message code: {@code VG-3104} ends with 3.
 */
public enum ExitCode {
  /** Done, or nothing was left to do. */
  DONE(0, "done, or nothing was left to do"),
  /** An internal error: a defect of Verdigris. */
  INTERNAL(1, "an internal error: a defect of Verdigris"),
  /** Usage or configuration, model files included. */
  CONFIGURATION(2, "usage or configuration, model files included"),
  /** The gate failed: nothing was promoted. */
  GATE_FAILED(3, "the gate failed: nothing was promoted"),
  /** Green was not ready in time. */
  NOT_READY(4, "green was not ready in time"),
  /** Somebody else changed what the plan was made from. */
  CONFLICT(5, "conflict: somebody else changed what the plan was made from"),
  /** The server was not reachable, went away, or refused a right. */
  CONNECTION(6, "the server was not reachable, went away, or refused a right"),
  /** Promoted, but sinks or cleanup are left: run again to finish. */
  FOLLOW_UP(7, "promoted, follow-up unfinished: run again to finish"),
  /** Rolled back after a promotion. */
  ROLLED_BACK(8, "rolled back after a promotion"),
  /** Nothing was validated. */
  NOTHING_VALIDATED(9, "nothing was validated"),
  /** Interrupted. */
  INTERRUPTED(130, "interrupted");

  private final int value;
  private final String meaning;

  ExitCode(int value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** The number, 0 to 255. */
  public int value() {
    return value;
  }

  /** What it means, for people: one phrase. */
  public String meaning() {
    return meaning;
  }
}
