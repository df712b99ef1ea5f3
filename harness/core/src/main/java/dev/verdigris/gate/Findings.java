package dev.verdigris.gate;

/**
 * What a validation that goes on tells beside its result. Each test has its own, which reach it by
 * the {@code Green} or {@code Blue} that it was given: {@code green.findings()}. For use by several
 * threads.
 */
public interface Findings {

  /** Hears nothing: where no validation runs. */
  Findings NONE =
      new Findings() {
        @Override
        public void warn(String message) {
          // Nobody listens.
        }

        @Override
        public void waived(Waiver waiver, String failure) {
          // Nobody listens.
        }

        @Override
        public void readAt(String timestamp) {
          // Nobody listens.
        }
      };

  /**
   * Something that a person should see and that does not block: the test ends with {@link
   * Outcome#WARN}.
   *
   * @param message what was found, in the form of a failure
   */
  void warn(String message);

  /**
   * A failure that a waiver covers: the test ends with {@link Outcome#WAIVED}.
   *
   * @param waiver who took it upon himself; it must hold today
   * @param failure what the failure said
   */
  void waived(Waiver waiver, String failure);

  /**
   * The test read at this time of Materialize; it becomes part of the verdict.
   *
   * @param timestamp milliseconds as {@code mz_now()} tells them
   */
  void readAt(String timestamp);
}
