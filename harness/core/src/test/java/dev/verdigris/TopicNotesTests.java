package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.TopicComparison.Result;
import dev.verdigris.TopicComparison.Result.Outcome;
import dev.verdigris.TopicNotes.Told;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

/** What is said of a topic behind a promotion that is done. */
class TopicNotesTests {
  @Test
  void comparisonThatThrowsIsToldAndFailsNothing() {
    Told equal = new Told("the compacted topic equals it", false);
    assertThat(TopicNotes.told(() -> equal)).isEqualTo(equal);
    assertThat(
            TopicNotes.told(
                () -> {
                  throw new IllegalStateException("no broker");
                }))
        .isEqualTo(
            new Told(
                "its topic was not compared: java.lang.IllegalStateException: no broker", false));
    assertThat(
            TopicNotes.told(
                () -> {
                  throw new ServiceConfigurationError("no such class");
                }))
        .isEqualTo(
            new Told(
                "its topic was not compared: java.util.ServiceConfigurationError: no such class",
                false));
  }

  @Test
  void onlyATopicThatWasReadAndHoldsSomethingElseDiffers() {
    assertThat(Told.of(new Result(Outcome.EQUAL, ""), "flights.delays"))
        .isEqualTo(new Told("the compacted topic equals flights.delays", false));
    assertThat(Told.of(new Result(Outcome.NOT_COMPARED, "no broker is known"), "flights.delays"))
        .isEqualTo(new Told("its topic was not compared: no broker is known", false));
    assertThat(Told.of(new Result(Outcome.DIFFERENT, "stale  iata=SFO"), "flights.delays"))
        .isEqualTo(
            new Told("the compacted topic differs from flights.delays: stale  iata=SFO", true));
  }

  @Test
  void severalTopicsThatDifferAreToldTogether() {
    assertThat(
            PhaseProblems.topicsDiffer(
                    Phase.ROLLBACK, List.of("sinks.a: stale", "sinks.b: extra"), "rolled back")
                .format())
        .startsWith(
            "VG-7751 UNFINISHED  rolled back, but the topics of 2 reconciled sinks differ from what"
                + " they read\n  sinks     sinks.a: stale\n            sinks.b: extra\n");
  }
}
