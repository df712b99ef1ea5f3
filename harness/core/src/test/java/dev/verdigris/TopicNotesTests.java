package dev.verdigris;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

/** What is said of a topic behind a promotion that is done. */
class TopicNotesTests {
  @Test
  void comparisonThatThrowsIsToldAndFailsNothing() {
    assertThat(TopicNotes.told(() -> "the compacted topic equals it"))
        .isEqualTo("the compacted topic equals it");
    assertThat(
            TopicNotes.told(
                () -> {
                  throw new IllegalStateException("no broker");
                }))
        .isEqualTo("its topic was not compared: java.lang.IllegalStateException: no broker");
    assertThat(
            TopicNotes.told(
                () -> {
                  throw new ServiceConfigurationError("no such class");
                }))
        .isEqualTo(
            "its topic was not compared: java.util.ServiceConfigurationError: no such class");
  }
}
