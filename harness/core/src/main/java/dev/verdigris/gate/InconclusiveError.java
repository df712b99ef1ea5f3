package dev.verdigris.gate;

/**
 * A validation could not be decided, for example for want of data: neither does what it says hold
 * nor does it not. It blocks a promotion as a failure does, and is told apart from one.
 *
 * <p>It is an {@link AssertionError}, so that soft assertions collect it.
 */
public class InconclusiveError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** With what kept it from being decided. */
  public InconclusiveError(String message) {
    super(message);
  }

  /** With what kept it from being decided, and what caused that. */
  public InconclusiveError(String message, Throwable cause) {
    super(message, cause);
  }
}
