package dev.verdigris.junit;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.junit.Conclusion.TestOutcome;
import java.util.ArrayList;
import java.util.List;

/** The texts of smoke validations that did not pass on production: numbers 550 to 559. */
final class SmokeProblems {
  private static final int SHOWN = 5;

  private SmokeProblems() {}

  static VerdigrisException rolledBack(Conclusion conclusion, Rollout.Done done) {
    return failed(
            Problem.of(
                ExitCode.ROLLED_BACK,
                550,
                "ROLLED BACK",
                "production failed its smoke validations and was rolled back"),
            conclusion)
        .state(done.state())
        .next(done.next())
        .exception();
  }

  /**
   * Production stays.
   *
   * @param wanted whether the configuration would have it rolled back
   */
  static VerdigrisException kept(Conclusion conclusion, boolean wanted, Standing standing) {
    Problem.Builder problem =
        failed(
            Problem.of(
                ExitCode.FOLLOW_UP,
                550,
                "SMOKE FAILED",
                "promoted, and production did not pass its smoke validations"),
            conclusion);
    if (wanted) {
      problem.detail(
          "kept", "it was in production before this run, and what has stood is not rolled back");
    }
    return problem
        .state(standing.state())
        .next("roll back while the old environment stands: verdigris rollback; or mend what failed")
        .exception();
  }

  static VerdigrisException notRolledBack(Conclusion conclusion, VerdigrisException rollback) {
    return failed(
            Problem.of(
                ExitCode.FOLLOW_UP,
                551,
                "SMOKE FAILED",
                "production failed its smoke validations, and the rollback did not get through"),
            conclusion)
        .detail("rollback", rollback.problem().code() + " " + rollback.problem().summary())
        .state(rollback.problem().detail("state").orElse("the catalog tells"))
        .next("run the rollback again: verdigris rollback")
        .build()
        .exception(rollback);
  }

  private static Problem.Builder failed(Problem.Builder problem, Conclusion conclusion) {
    add(problem, "failed", conclusion.failed());
    add(problem, "not run", conclusion.notRun());
    if (conclusion.filtered() > 0) {
      problem.detail("not selected", conclusion.filtered() + " of " + conclusion.expected());
    }
    return problem;
  }

  private static void add(Problem.Builder problem, String label, List<TestOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    outcomes.stream().limit(SHOWN).map(RunProblems::line).forEach(lines::add);
    if (outcomes.size() > SHOWN) {
      lines.add("and " + (outcomes.size() - SHOWN) + " more");
    }
    problem.detail(label, String.join("\n", lines));
  }
}
