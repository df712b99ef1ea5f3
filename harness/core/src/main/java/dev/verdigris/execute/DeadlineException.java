package dev.verdigris.execute;

import java.sql.SQLException;
import java.time.Duration;

/** A statement was cancelled because its deadline, which is ours, was over. */
public final class DeadlineException extends SQLException {
  private static final long serialVersionUID = 1L;

  private final Duration deadline;

  /**
   * Says so.
   *
   * @param deadline what was over
   * @param cause what the driver said
   */
  public DeadlineException(Duration deadline, SQLException cause) {
    super("cancelled after " + deadline.toMillis() + " ms", SqlStates.CANCELLED, cause);
    this.deadline = deadline;
  }

  /** The deadline that was over. */
  public Duration deadline() {
    return deadline;
  }
}
