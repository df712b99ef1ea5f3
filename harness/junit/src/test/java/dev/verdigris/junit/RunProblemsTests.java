package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.junit.Conclusion.Ending;
import dev.verdigris.junit.Conclusion.TestOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunProblemsTests {

  private static TestOutcome outcome(int number, Ending ending, String reason) {
    return new TestOutcome(
        "[" + number + "]", "T.test" + number, true, true, ending, reason, Duration.ZERO);
  }

  @Test
  void showsFiveFailuresAndHowManyMore() {
    List<TestOutcome> outcomes = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      outcomes.add(outcome(i, Ending.FAILED, "\n  no " + i + "\nsecond line"));
    }

    assertThat(RunProblems.notPromoted("validate failed", null, new Standing()))
        .hasMessageContaining("VG-3621 NOT PROMOTED  promotion was asked for, but validate failed");
    assertThatThrownBy(() -> RunProblems.refuse(new Conclusion(outcomes, 7, 0)))
        .hasMessage(
            """
            VG-3620 GATE FAILED  7 of 7 validations failed
              failed    T.test1: no 1
                        T.test2: no 2
                        T.test3: no 3
                        T.test4: no 4
                        T.test5: no 5
                        and 2 more
              state     nothing was promoted; green stays up
              next      mend the model and run mvn verify again; each failure is told in full above""");
  }

  @Test
  void refusesWhatHasNoResult() {
    List<TestOutcome> outcomes =
        List.of(
            outcome(1, Ending.SUCCEEDED, ""), outcome(2, Ending.NO_RESULT, "its class vanished"));
    assertThatThrownBy(() -> RunProblems.refuse(new Conclusion(outcomes, 2, 0)))
        .hasMessage(
            """
            VG-9621 NOTHING VALIDATED  T.test2 validated nothing
              empty     T.test2 (no result): its class vanished
              state     nothing was promoted; green stays up
              next      make each factory and template give at least one test\
            """);
  }

  @Test
  void tellsTheCauseOfAnExceptionThatIsNoneOfOurs() {
    Standing standing = new Standing();
    assertThat(RunProblems.named(new IllegalStateException("boom"), standing))
        .hasMessage(
            """
            VG-1621 INTERNAL  init ended with IllegalStateException
              cause     boom
              state     before it: nothing was changed
              next      run the same command again: it goes on from what the catalog shows; and please report it\
            """);
    assertThat(RunProblems.named(new InterruptedException(), standing))
        .hasMessage(
            """
            VG-0621 INTERRUPTED  init was interrupted by this process itself
              state     before it: nothing was changed
              next      run the same command again: it goes on from what the catalog shows\
            """);
  }
}
