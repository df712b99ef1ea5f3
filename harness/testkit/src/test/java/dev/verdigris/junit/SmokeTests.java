package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Validations of production right after the swap, and what follows when they fail. */
class SmokeTests {

  @Test
  void runsOnProductionBehindThePromotionOnly() {
    GateRun run = new GateRun();
    run.promoting(SmokeTestCase.SmokeHolds.class);
    assertThat(run.green()).isTrue();
    assertThat(run.node("smoke")).isEqualTo("SUCCESSFUL");
    assertThat(run.console()).contains("1 of 1 passed on production");
    assertThat(run.rollout.calls).endsWith("promote", "close");

    GateRun validating = new GateRun();
    validating.validating(SmokeTestCase.SmokeFails.class);
    assertThat(validating.green()).isTrue();
    assertThat(validating.node("smoke")).isEqualTo("SKIPPED");
    assertThat(validating.message("smoke")).isEqualTo("not run: nothing was promoted");
  }

  @Test
  void keepsProductionAndSaysHowToRollBackUnlessConfiguredOtherwise() {
    GateRun run = new GateRun();
    run.rollout.keepsBlue = false;
    run.promoting(SmokeTestCase.SmokeFails.class);
    assertThat(run.green()).isFalse();
    assertThat(run.rollout.calls).endsWith("promote", "close").doesNotContain("rollback");
    assertThat(run.message("smoke"))
        .isEqualTo(
            """
            VG-7550 SMOKE FAILED  promoted, and production did not pass its smoke validations
              failed    Fails.onProduction: the board is empty
              state     deployment pr_17 is promoted (it is in production and the old environment still stands)
              next      roll back while the old environment stands: verdigris rollback; or mend what failed\
            """);
    assertThat(run.message("cleanup")).isEqualTo("not run: smoke failed");
  }

  @Test
  void rollsBackWhereTheConfigurationSaysSo() {
    GateRun run = new GateRun();
    run.rollout.rollsBack = true;
    run.promoting(SmokeTestCase.SmokeFails.class);
    assertThat(run.green()).isFalse();
    assertThat(run.rollout.calls).endsWith("promote", "rollback", "close");
    assertThat(run.message("smoke"))
        .isEqualTo(
            """
            VG-8550 ROLLED BACK  production failed its smoke validations and was rolled back
              failed    Fails.onProduction: the board is empty
              state     deployment pr_17 is rolled back (the old environment is in production again)
              next      mend the models and run mvn verify -Pdeploy again\
            """);
    assertThat(run.console())
        .endsWith(
            "  state     deployment pr_17 is rolled back (the old environment is in production again)\n  next      mend the models and run mvn verify -Pdeploy again\n");
  }

  @Test
  void anAssertionBehindTheSwapDoesNotSayThatNothingWasPromoted() {
    GateRun run = new GateRun();
    run.promoting(SmokeTestCase.SmokeDiffers.class);
    assertThat(run.message("fromBlue()"))
        .isEqualTo(
            """
            VG-3104 SMOKE FAILED  delays differs from production
              state     it is promoted; what became of that the phase smoke tells
              next      do what the phase smoke tells""");
  }

  @Test
  void saysWhereTheRollbackDidNotGetThrough() {
    GateRun run = new GateRun();
    run.rollout.rollsBack = true;
    run.rollout.failures.put(
        "rollback",
        Problem.of(
                ExitCode.CONFLICT,
                303,
                "CONFLICT",
                "other sessions changed the catalog during each of 21 attempts of rollback")
            .state(
                "deployment pr_17 is promoted (it is in production and the old environment still"
                    + " stands)")
            .next("run again")
            .exception());
    run.promoting(SmokeTestCase.SmokeFails.class);
    assertThat(run.message("smoke"))
        .isEqualTo(
            """
            VG-7551 SMOKE FAILED  production failed its smoke validations, and the rollback did not get through
              failed    Fails.onProduction: the board is empty
              rollback  VG-5303 other sessions changed the catalog during each of 21 attempts of rollback
              state     deployment pr_17 is promoted (it is in production and the old environment still stands)
              next      run the rollback again: verdigris rollback\
            """);
  }

  @Test
  void rollsNothingBackThatStoodBefore() {
    GateRun run = new GateRun();
    run.rollout.rollsBack = true;
    run.rollout.inProduction = Optional.of(true);
    run.promoting(SmokeTestCase.SmokeFails.class);
    assertThat(run.rollout.calls).doesNotContain("rollback");
    assertThat(run.message("smoke"))
        .startsWith("VG-7550 SMOKE FAILED")
        .contains("\n  kept      it was in production before this run");
  }

  @Test
  void whatDidNotRunIsNoPassAndNoReasonToRollBack() {
    GateRun run = new GateRun();
    run.rollout.rollsBack = true;
    run.promoting(SmokeTestCase.SmokeIsSkipped.class);
    assertThat(run.green()).isFalse();
    assertThat(run.rollout.calls).doesNotContain("rollback");
    assertThat(run.message("smoke")).startsWith("VG-7550 SMOKE FAILED").contains("too slow");
  }

  @Test
  void theSameClassMayBeBoth() {
    GateRun run = new GateRun();
    run.promoting(SmokeTestCase.SameTwice.class);
    assertThat(run.green()).isTrue();
    assertThat(run.node("smoke")).isEqualTo("SUCCESSFUL");
  }

  @Test
  void refusesWhatIsNoValidationBeforeAnythingIsSent() {
    GateRun run = new GateRun();
    run.promoting(SmokeTestCase.SmokeIsNoValidation.class);
    assertThat(run.green()).isFalse();
    assertThat(run.rollout.calls).isEmpty();
  }
}
