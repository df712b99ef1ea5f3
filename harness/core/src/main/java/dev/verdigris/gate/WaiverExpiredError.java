package dev.verdigris.gate;

/** A validation does not hold, and the waiver that it had is over. */
public final class WaiverExpiredError extends AssertionError {
  private static final long serialVersionUID = 1L;

  WaiverExpiredError(Waiver waiver, AssertionError failure) {
    super(
        "the waiver of "
            + waiver.owner()
            + " ended on "
            + waiver.until()
            + " ("
            + waiver.reason()
            + ")\n"
            + failure.getMessage(),
        failure);
  }
}
