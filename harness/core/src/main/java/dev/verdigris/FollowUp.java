package dev.verdigris;

/** What is told when production is the new version and something behind the swap is left. */
public final class FollowUp {
  private FollowUp() {}

  /**
   * A cleanup right after a promotion failed: the deployment is promoted all the same, and the exit
   * code says so. What has that code already, or was interrupted, stays as it is.
   *
   * @param failure why the cleanup failed
   * @param state the state that was left before it
   * @param next what to do where the failure does not tell
   */
  public static VerdigrisException cleanupLeft(
      VerdigrisException failure, String state, String next) {
    Problem problem = failure.problem();
    if (problem.exitCode() == ExitCode.FOLLOW_UP || problem.exitCode() == ExitCode.INTERRUPTED) {
      return failure;
    }
    Problem.Builder left =
        Problem.of(
                ExitCode.FOLLOW_UP,
                626,
                "FOLLOW-UP FAILED",
                "the deployment is promoted, cleanup is left: " + problem.summary())
            .detail("cause", problem.code());
    String told = next;
    for (Problem.Detail detail : problem.details()) {
      if (detail.label().equals("next")) {
        told = detail.text();
      } else if (!detail.label().equals("state")) {
        left.detail(detail.label(), detail.text());
      }
    }
    return left.state(state).next(told).exception(failure);
  }
}
