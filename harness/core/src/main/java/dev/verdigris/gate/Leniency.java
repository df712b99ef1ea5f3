package dev.verdigris.gate;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a validation that does not hold: by an annotation, by an option of an assertion,
 * or by the configuration.
 *
 * @param severity whether it blocks
 * @param waiver who took it upon himself, or null
 */
public record Leniency(Severity severity, @Nullable Waiver waiver) {

  /** What holds unless it is said otherwise: a failure blocks. */
  public static final Leniency NONE = new Leniency(Severity.FAIL, null);

  /**
   * Judges a failure, an {@link InconclusiveError} too. Any other exception broke the validation:
   * that is an error, and nothing makes it less.
   *
   * <p>A waiver that holds makes it {@link Outcome#WAIVED}, the severity {@link Severity#WARN}
   * makes it {@link Outcome#WARN}; both are told to {@code findings}, and this returns. What a
   * message of ours says of a gate that failed and of nothing that was promoted is not told then.
   *
   * @param today the day in UTC
   * @throws WaiverExpiredError when there is a waiver and its last day is over, whatever the
   *     severity
   * @throws AssertionError the failure itself when nothing makes it less
   */
  public void judge(AssertionError failure, Findings findings, LocalDate today) {
    if (waiver != null) {
      if (waiver.expired(today)) {
        throw new WaiverExpiredError(waiver, failure);
      }
      findings.waived(waiver, LenientText.waived(message(failure), waiver.until()));
      return;
    }
    if (severity == Severity.WARN) {
      findings.warn(LenientText.warning(message(failure)));
      return;
    }
    throw failure;
  }

  private static String message(AssertionError failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getName() : message.strip();
  }
}
