package dev.verdigris.gate;

/** A failure of a validation that runs on production, behind the swap. */
public final class SmokeFailure {
  private SmokeFailure() {}

  /**
   * The same failure in words that are true there: a message of ours says no longer that nothing
   * was promoted. Any other is returned as it is.
   *
   * @return an {@link InconclusiveError} for one, otherwise an {@link AssertionError}
   */
  public static AssertionError of(AssertionError failure) {
    String message = failure.getMessage();
    String text = message == null ? null : LenientText.behindSwap(message);
    boolean expired = failure instanceof WaiverExpiredError;
    if (expired || text == null || text.equals(message)) {
      return failure;
    }
    AssertionError told =
        failure instanceof InconclusiveError
            ? new InconclusiveError(text)
            : new AssertionError(text);
    told.initCause(failure.getCause());
    told.setStackTrace(failure.getStackTrace());
    for (Throwable suppressed : failure.getSuppressed()) {
      told.addSuppressed(suppressed);
    }
    return told;
  }
}
