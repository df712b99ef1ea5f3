package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;

/**
 * What follows of the smoke validations on production.
 *
 * @param conclusion what they came to
 * @param rollout the deployment
 * @param standing told where the deployment stands
 * @param stoodBefore whether it was in production before this run: what has stood is not rolled
 *     back
 */
record Smoke(Conclusion conclusion, Rollout rollout, Standing standing, boolean stoodBefore) {

  /** Shows what a person should see of those that did not fail. */
  Smoke tell(Console console) {
    conclusion.toShow().forEach(outcome -> console.progress("smoke", RunProblems.line(outcome)));
    return this;
  }

  /**
   * Ends the phase.
   *
   * @throws VerdigrisException VG-8550 where it was rolled back, VG-7550 where production was kept,
   *     VG-7551 where the rollback failed
   */
  Rollout.Done judge() throws Exception {
    if (conclusion.failed().isEmpty()
        && conclusion.notRun().isEmpty()
        && conclusion.filtered() == 0) {
      return standing.unchanged(conclusion.counts() + " on production");
    }
    boolean back = !conclusion.failed().isEmpty() && rollout.rollsBackOnSmokeFailure();
    if (!back || stoodBefore) {
      throw SmokeProblems.kept(conclusion, back, standing);
    }
    Rollout.Done done;
    standing.beginPromotion();
    try {
      done = rollout.rollback();
    } catch (VerdigrisException failed) {
      VerdigrisException problem = SmokeProblems.notRolledBack(conclusion, failed);
      standing.left(
          problem.problem().detail("state").orElse(""),
          problem.problem().detail("next").orElse(""));
      throw problem;
    }
    standing.notPromoted();
    standing.left(done);
    throw SmokeProblems.rolledBack(conclusion, done);
  }
}
