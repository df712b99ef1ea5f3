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
        .startsWith(
            "VG-7550 SMOKE FAILED  promoted, and production did not pass its smoke validations\n"
                + "  failed    ")
        .contains("the board is empty")
        .endsWith(
            "\n  state     state after promote\n  next      roll back while the old environment"
                + " stands: verdigris rollback; or mend what failed");
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
        .startsWith(
            "VG-8550 ROLLED BACK  production failed its smoke validations and was rolled back\n")
        .endsWith("\n  state     state after rollback\n  next      next after rollback");
    assertThat(run.console())
        .endsWith("  state     state after rollback\n  next      next after rollback\n");
  }

  @Test
  void saysWhereTheRollbackDidNotGetThrough() {
    GateRun run = new GateRun();
    run.rollout.rollsBack = true;
    run.rollout.failures.put(
        "rollback",
        Problem.of(ExitCode.CONFLICT, 999, "TEST", "somebody was faster")
            .state("as it was")
            .next("try again")
            .exception());
    run.promoting(SmokeTestCase.SmokeFails.class);
    assertThat(run.message("smoke"))
        .startsWith(
            "VG-7551 SMOKE FAILED  production failed its smoke validations, and the rollback did"
                + " not get through\n")
        .contains("\n  rollback  VG-5999 somebody was faster\n  state     as it was\n");
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
