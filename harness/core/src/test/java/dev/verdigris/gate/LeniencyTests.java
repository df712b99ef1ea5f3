package dev.verdigris.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a failure, and that its words are true then. */
class LeniencyTests {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  private static final String FAILURE =
      """
      VG-3104 GATE FAILED  delays differs from production
        rows      blue 3 · green 2
        state     nothing was promoted; green stays up
        next      mend the model and run mvn verify again""";

  private final List<String> heard = new ArrayList<>();
  private final Findings findings =
      new Findings() {
        @Override
        public void warn(String message) {
          heard.add(message);
        }

        @Override
        public void waived(Waiver waiver, String failure) {
          heard.add(waiver.owner() + ": " + failure);
        }

        @Override
        public void readAt(String timestamp) {
          throw new AssertionError("nothing is read here");
        }
      };

  private void judged(Leniency leniency, String failure) {
    leniency.judge(new AssertionError(failure), findings, TODAY);
  }

  @Test
  void aFailureThatBlocksIsThrownAsItIs() {
    assertThatThrownBy(() -> judged(Leniency.NONE, FAILURE)).hasMessage(FAILURE);
    assertThat(heard).isEmpty();
  }

  @Test
  void aWarningNeitherSaysThatTheGateFailedNorThatNothingWasPromoted() {
    judged(new Leniency(Severity.WARN, null), FAILURE);

    assertThat(heard)
        .containsExactly(
            """
            VG-3104 WARNING  delays differs from production
              rows      blue 3 · green 2
              state     a warning, which keeps nothing from being promoted
              next      nothing, if that is meant""");
  }

  @Test
  void aWaivedFailureSaysUntilWhen() {
    judged(
        new Leniency(Severity.WARN, Waiver.of("anna", "agreed", "2026-12-31")),
        "[delays]\n" + FAILURE);

    assertThat(heard)
        .containsExactly(
            """
            anna: [delays]
            VG-3104 WAIVED  delays differs from production
              rows      blue 3 · green 2
              state     waived, which keeps nothing from being promoted until 2026-12-31
              next      mend the model until then""");
  }

  @Test
  void everyFailureOfSeveralIsReworded() {
    judged(
        new Leniency(Severity.WARN, null),
        "2 failures\n-- failure 1 --\n"
            + FAILURE
            + "\n-- failure 2 --VG-3109 INCONCLUSIVE  delays did not answer\n"
            + "  state     the read was cancelled; nothing was promoted; green stays up\n"
            + "  next      give it longer");

    assertThat(heard.get(0))
        .doesNotContain("GATE FAILED", "INCONCLUSIVE", "nothing was promoted", "mend")
        .contains("-- failure 2 --VG-3109 WARNING  delays did not answer\n", "give it longer");
  }

  @Test
  void otherWordsStayAsTheyAre() {
    String other = "expected: 3\n  state of nothing was promoted; green stays up in GATE FAILED";
    judged(new Leniency(Severity.WARN, null), other);
    judged(new Leniency(Severity.WARN, null), " ");

    assertThat(heard).containsExactly(other, "java.lang.AssertionError");
  }

  @Test
  void aWaiverThatIsOverBlocksWithTheFailureAsItWas() {
    Leniency over = new Leniency(Severity.WARN, Waiver.of("anna", "agreed", "2026-11-24"));

    assertThatThrownBy(() -> judged(over, FAILURE))
        .isInstanceOf(WaiverExpiredError.class)
        .hasMessage("the waiver of anna ended on 2026-11-24 (agreed)\n" + FAILURE);
  }

  @Test
  void aFailureBehindTheSwapDoesNotSayThatNothingWasPromoted() {
    AssertionError failure = new AssertionError(FAILURE);
    failure.addSuppressed(new IllegalStateException("beside it"));

    AssertionError told = SmokeFailure.of(failure);

    assertThat(told)
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage(
            """
            VG-3104 SMOKE FAILED  delays differs from production
              rows      blue 3 · green 2
              state     it is promoted; what became of that the phase smoke tells
              next      do what the phase smoke tells""");
    assertThat(told.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(told.getSuppressed()).isEqualTo(failure.getSuppressed());
    assertThat(SmokeFailure.of(new InconclusiveError(FAILURE)))
        .isExactlyInstanceOf(InconclusiveError.class)
        .hasMessageContaining("it is promoted");
    AssertionError other = new AssertionError("the board is empty");
    assertThat(SmokeFailure.of(other)).isSameAs(other);
  }
}
