package dev.verdigris.gate;

/** How one validation ended. */
public enum Outcome {
  /** It holds. */
  PASS(true),
  /** It holds, with something that a person should see. */
  WARN(true),
  /** It does not hold. */
  FAIL(false),
  /** It could not be decided, for example for want of data. */
  INCONCLUSIVE(false),
  /** It broke: an exception that is no assertion. */
  ERROR(false),
  /** It does not hold, and somebody took that upon himself, with a reason and a date. */
  WAIVED(true),
  /** It did not run: disabled, aborted or filtered. */
  SKIPPED(false);

  private final boolean promotes;

  Outcome(boolean promotes) {
    this.promotes = promotes;
  }

  /** Whether a validation that ended so may stand behind a promotion. */
  public boolean promotes() {
    return promotes;
  }
}
