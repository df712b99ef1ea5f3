package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import dev.verdigris.junit.DeploymentsTestCase.AllPass;
import dev.verdigris.junit.DeploymentsTestCase.OneFails;
import dev.verdigris.junit.PhasesTestCase.OtherExtension;
import dev.verdigris.junit.PhasesTestCase.OwnPhases;
import dev.verdigris.junit.PhasesTestCase.PhaseAfterPromotionThrows;
import dev.verdigris.junit.PhasesTestCase.PhaseAfterValidationThrows;
import dev.verdigris.junit.PhasesTestCase.PhaseBeforeThrows;
import dev.verdigris.junit.PhasesTestCase.PhaseByClass;
import dev.verdigris.junit.PhasesTestCase.PhaseHangs;
import dev.verdigris.junit.PhasesTestCase.PhaseIsNull;
import dev.verdigris.junit.PhasesTestCase.PhaseNamedTwice;
import dev.verdigris.junit.PhasesTestCase.PhaseNotStatic;
import dev.verdigris.junit.PhasesTestCase.PhaseWithoutOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TagFilter;

class PhasesTests {

  @ParameterizedTest
  @ValueSource(strings = {"init", "run", "await"})
  void skipsWhatFollowsAPhaseThatThrows(String phase) {
    GateRun run = new GateRun();
    run.rollout.failures.put(phase, new IllegalStateException("broken"));
    run.promoting(AllPass.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.rollout.calls).doesNotContain("conclude").endsWith(phase, "close");
    assertThat(run.node(phase)).isEqualTo("FAILED");
    assertThat(run.message(phase)).startsWith("VG-1621 INTERNAL  " + phase + " ended with Illegal");
    assertThat(run.message("validate")).isEqualTo("not run: " + phase + " failed");
    assertThat(run.message("JUnit Jupiter")).isEqualTo("not run: " + phase + " failed");
    assertThat(run.message("promote"))
        .startsWith("VG-3621 NOT PROMOTED  promotion was asked for, but " + phase + " failed");
    assertThat(run.message("cleanup")).isEqualTo("not run: " + phase + " failed");
  }

  @Test
  void saysWhatToDoAfterADefect() {
    GateRun run = new GateRun();
    run.rollout.failures.put("init", new IllegalStateException("broken"));
    run.promoting(AllPass.class);

    assertThat(run.message("init"))
        .isEqualTo(
            """
            VG-1621 INTERNAL  init ended with IllegalStateException
              cause     broken
              state     before it: nothing was changed
              next      run the same command again: it goes on from what the catalog shows; and please report it\
            """);
  }

  @Test
  void saysWhatToDoAfterAnInterruption() {
    GateRun run = new GateRun();
    run.rollout.failures.put("await", new InterruptedException());
    run.promoting(AllPass.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("await"))
        .isEqualTo(
            """
            VG-0621 INTERRUPTED  await was interrupted by this process itself
              state     before it: deployment pr_17 is built (every model was created in green)
              next      run the same command again: it goes on from what the catalog shows\
            """);
  }

  @Test
  void saysWhatAFailedPhaseLeft() {
    GateRun run = new GateRun();
    run.rollout.failures.put("run", problem(ExitCode.CONFLICT, "somebody was faster"));
    run.validating(AllPass.class);

    assertThat(run.console())
        .contains("FAILED  VG-5999 somebody was faster\n")
        .endsWith("  state     as it was\n  next      try again\n");
  }

  @Test
  void failsWhenPromotionFails() {
    GateRun run = new GateRun();
    run.rollout.keepsBlue = false;
    run.rollout.failures.put("promote", problem(ExitCode.CONFLICT, "somebody was faster"));
    run.promoting(AllPass.class);

    assertThat(run.message("promote")).startsWith("VG-5999 TEST  somebody was faster");
    assertThat(run.message("cleanup")).isEqualTo("not run: promote failed");
  }

  @Test
  void saysNeitherThatItIsPromotedNorThatItIsNotWhileThatIsNotKnown() throws IOException {
    GateRun run = new GateRun();
    run.rollout.failures.put(
        "promote",
        Problem.of(ExitCode.CONNECTION, 781, "CONNECTION", "whether it took effect is not known")
            .state("not known")
            .next("run again")
            .exception());
    run.promoting(AllPass.class);

    assertThat(run.console())
        .contains("FAILED  VG-6781 whether it took effect is not known\n")
        .endsWith("  state     not known\n  next      run again\n");
    assertThat(Files.readString(run.rollout.state)).contains("\"promotion\": \"BEGUN\"");

    GateRun refused = new GateRun();
    refused.rollout.failures.put("promote", problem(ExitCode.CONNECTION, "it went away"));
    refused.promoting(AllPass.class);
    assertThat(Files.readString(refused.rollout.state)).contains("\"promotion\": \"NOT_PROMOTED\"");
  }

  @Test
  void cleansUpAfterPromotionWhenBlueIsNotKept() {
    GateRun run = new GateRun();
    run.rollout.keepsBlue = false;
    run.promoting(AllPass.class);

    assertThat(run.rollout.calls).endsWith("promote", "cleanup", "close");

    GateRun failing = new GateRun();
    failing.rollout.keepsBlue = false;
    failing.rollout.failures.put("cleanup", problem(ExitCode.FOLLOW_UP, "a sink reads it"));
    failing.promoting(AllPass.class);
    assertThat(failing.promoted()).isTrue();
    assertThat(failing.node("promote")).isEqualTo("SUCCESSFUL");
    assertThat(failing.message("cleanup")).startsWith("VG-7999 TEST  a sink reads it");

    GateRun refused = new GateRun();
    refused.rollout.keepsBlue = false;
    refused.rollout.failures.put(
        "cleanup",
        Problem.of(
                ExitCode.CONFLICT, 553, "CONFLICT", "somebody subscribes to what would be dropped")
            .detail("readers", "board since 2026-11-25 13:00:00+00: flights_pr_17.delays")
            .state("nothing was changed")
            .next("let them subscribe to production's objects, then run again")
            .exception());
    refused.promoting(AllPass.class);
    assertThat(refused.message("cleanup"))
        .isEqualTo(
            """
            VG-7626 FOLLOW-UP FAILED  the deployment is promoted, cleanup is left: somebody subscribes to what would be dropped
              cause     VG-5553
              readers   board since 2026-11-25 13:00:00+00: flights_pr_17.delays
              state     deployment pr_17 is promoted (it is in production and the old environment still stands)
              next      let them subscribe to production's objects, then run again\
            """);
  }

  @Test
  void cleansUpNothingWhenNothingWasPromoted() {
    GateRun run = new GateRun();
    run.rollout.keepsBlue = false;
    run.validating(AllPass.class);
    assertThat(run.rollout.calls).doesNotContain("cleanup");
  }

  @Test
  void runsOwnPhasesInOrder() {
    GateRun run = new GateRun().promoting(OwnPhases.class);

    assertThat(run.rollout.calls)
        .containsExactly(
            "first",
            "init",
            "run",
            "await",
            "warm",
            "fingerprint",
            "conclude",
            "tell",
            "promote",
            "cheer",
            "close");
    assertThat(run.node("warm")).isEqualTo("SUCCESSFUL");
  }

  @Test
  void runsOwnPhasesAfterPromotionOnlyWhenPromoted() {
    GateRun run = new GateRun().validating(OwnPhases.class);

    assertThat(run.rollout.calls).contains("tell").doesNotContain("cheer");
    assertThat(run.message("cheer")).isEqualTo("not run: nothing was promoted");
  }

  @Test
  void findsPhasesOfExtendWith() {
    assertThat(new GateRun().promoting(PhaseByClass.class).rollout.calls)
        .startsWith("init", "run", "fromClass", "await");
  }

  @Test
  void promotesNothingWhenAnOwnPhaseThrowsBeforePromotion() {
    GateRun before = new GateRun().promoting(PhaseBeforeThrows.class);
    assertThat(before.promoted()).isFalse();
    assertThat(before.message("validate")).isEqualTo("not run: warm failed");
    assertThat(before.message("warm"))
        .isEqualTo(
            """
            VG-3625 GATE FAILED  phase warm failed
              cause     java.lang.IllegalStateException: cold
              state     deployment pr_17 is built (every model was created in green)
              next      mend the phase and run the same command again\
            """);

    GateRun after = new GateRun().promoting(PhaseAfterValidationThrows.class);
    assertThat(after.promoted()).isFalse();
    assertThat(after.message("promote"))
        .isEqualTo(
            """
            VG-3621 NOT PROMOTED  promotion was asked for, but approve failed
              state     deployment pr_17 is validated (green has been validated and not been promoted)
              next      mend the phase and run the same command again\
            """);
  }

  @Test
  void saysThatItIsPromotedWhenAnOwnPhaseThrowsAfterwards() {
    GateRun run = new GateRun().promoting(PhaseAfterPromotionThrows.class);

    assertThat(run.promoted()).isTrue();
    assertThat(run.message("announce"))
        .isEqualTo(
            """
            VG-7625 FOLLOW-UP FAILED  promoted, but phase announce failed
              cause     java.lang.IllegalStateException: no network
              state     deployment pr_17 is promoted (it is in production and the old environment still stands)
              next      mend the phase and run the same command again\
            """);
  }

  @Test
  void endsAPhaseThatHangs() {
    GateRun run = new GateRun().promoting(PhaseHangs.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("hang"))
        .isEqualTo(
            """
            VG-4620 NOT READY  hang did not end within 50 ms
              state     it was told to end; before it: deployment pr_17 is built (every model was created in green)
              next      run the same command again: it goes on from what the catalog shows\
            """);
  }

  @Test
  void sendsNothingInADryRun() {
    GateRun run = new GateRun();
    run.rollout.dryRun = true;
    run.validating(AllPass.class);

    assertThat(run.rollout.calls).containsExactly("dryRun", "close");
    assertThat(run.console()).contains("DRY RUN init pr_17\n");
    assertThat(run.green()).isTrue();
    assertThat(run.message("run")).isEqualTo("not run: dry run");
  }

  @Test
  void aDryRunThatWouldBeRefusedFailsBehindItsPlan() {
    GateRun run = new GateRun();
    run.rollout.dryRun = true;
    run.rollout.failures.put("dryRun", problem(ExitCode.CONFLICT, "a reader blocks"));
    run.validating(AllPass.class);

    assertThat(run.console()).contains("DRY RUN init pr_17\n", "a reader blocks");
    assertThat(run.green()).isFalse();
    assertThat(run.rollout.calls).containsExactly("dryRun", "close");
  }

  static List<Arguments> misplaced() {
    return List.of(
        Arguments.of(
            PhaseWithoutOrder.class,
            """
            VG-2603 CONFIGURATION  phase PhaseWithoutOrder.lost has no place among the phases
              state     nothing was sent to the server
              next      add @Order, for example @Order(Phases.AWAIT + 50)"""),
        Arguments.of(
            PhaseNotStatic.class,
            """
            VG-2601 CONFIGURATION  phase PhaseNotStatic.instance is not static, and nobody makes an instance
              state     nothing was sent to the server
              next      make it static"""),
        Arguments.of(
            PhaseNamedTwice.class,
            """
            VG-2604 CONFIGURATION  PhaseNamedTwice has two phases named run
              state     nothing was sent to the server
              next      rename one of your own"""),
        Arguments.of(
            OtherExtension.class,
            """
            VG-2600 CONFIGURATION  @ExtendWith on OtherExtension registers NoPhase, which is no DeploymentPhase and would never be called
              state     nothing was sent to the server
              next      register extensions of tests on the @Validation classes"""));
  }

  @ParameterizedTest
  @MethodSource("misplaced")
  void refusesPhasesThatWouldBeIgnored(Class<?> deployment, String message) {
    GateRun run = new GateRun().promoting(deployment);

    assertThat(run.rollout.calls).isEmpty();
    assertThat(run.message("init")).isEqualTo(message);
    assertThat(run.node("promote")).isEqualTo("FAILED");
  }

  @Test
  void refusesAPhaseThatIsNull() {
    GateRun run = new GateRun().promoting(PhaseIsNull.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("nothing"))
        .isEqualTo(
            """
            VG-2602 CONFIGURATION  phase PhaseIsNull.nothing is null
              state     nothing was sent to the server
              next      give the field a phase\
            """);
  }

  @Test
  void runsPhasesWhoseNodesAFilterTookAway() {
    GateRun run = new GateRun();
    run.rollout.failures.put("run", problem(ExitCode.CONFLICT, "somebody was faster"));
    run.validating(OneFails.class, TagFilter.includeTags("slow"));

    assertThat(run.node("run")).isEqualTo("ABSENT");
    assertThat(run.message("OneFails")).startsWith("VG-5999 TEST  somebody was faster");
  }

  private static Exception problem(ExitCode code, String summary) {
    return Problem.of(code, 999, "TEST", summary).state("as it was").next("try again").exception();
  }
}
