package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.junit.DeploymentsTestCase.ClassHangs;
import dev.verdigris.junit.DeploymentsTestCase.OneHangs;
import dev.verdigris.junit.DeploymentsTestCase.OneIsDeaf;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HangingTests {

  private static GateRun hanging() {
    GateRun run = new GateRun();
    run.rollout.validationDeadline = Duration.ofMillis(200);
    return run;
  }

  @Test
  void endsAValidationThatHangsAndGoesOnWithTheNext() {
    GateRun run = hanging().promoting(OneHangs.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.node("passes()")).isEqualTo("SUCCESSFUL");
    assertThat(run.message("hangs()"))
        .isEqualTo(
            """
            VG-3624 GATE FAILED  Hanging.hangs did not end within 200 ms
              where     the stack below is where it hung
              state     nothing was promoted; green stays up
              next      mend the test, or give it longer: timeouts.validation\
            """);
    assertThat(run.rollout.calls).contains("endReads");
  }

  @Test
  void endsAClassThatHangs() {
    GateRun run = hanging().promoting(ClassHangs.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("DeploymentsTestCase$HangingClass"))
        .startsWith("VG-3624 GATE FAILED  HangingClass did not end within 200 ms");
  }

  @Test
  void givesUpATestThatHeedsNoInterrupt() {
    GateRun run = hanging().promoting(OneIsDeaf.class);

    assertThat(run.promoted()).isFalse();
    assertThat(run.message("heedsNoInterrupt()")).startsWith("VG-3624 GATE FAILED  Deaf.heeds");
    assertThat(run.node("validate")).isEqualTo("FAILED");
  }
}
