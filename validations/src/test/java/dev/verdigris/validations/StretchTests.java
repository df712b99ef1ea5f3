package dev.verdigris.validations;

import static dev.verdigris.validations.Stretch.State.FAILED;
import static dev.verdigris.validations.Stretch.State.OPEN;
import static dev.verdigris.validations.Stretch.State.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StretchTests {
  private static final Timing EVENTUALLY = Timing.ONCE.within(Duration.ofNanos(100));

  @Test
  void eventuallyPassesWithTheFirstTimeThatItHolds() {
    Stretch stretch = new Stretch(EVENTUALLY, 1000);
    assertThat(stretch.observe(false, 1000)).isEqualTo(OPEN);
    assertThat(stretch.left(1000)).isEqualTo(Duration.ofNanos(100));
    assertThat(stretch.at(1099)).isEqualTo(OPEN);
    assertThat(stretch.observe(true, 1099)).isEqualTo(PASSED);
  }

  @Test
  void eventuallyFailsWhenTheTimeIsOver() {
    Stretch stretch = new Stretch(EVENTUALLY, 1000);
    stretch.observe(false, 1000);
    assertThat(stretch.at(1100)).isEqualTo(FAILED);
  }

  @Test
  void aBreakBeginsTheStableTimeAgain() {
    Stretch stretch = new Stretch(EVENTUALLY.stable("stableFor", Duration.ofNanos(30)), 0);
    assertThat(stretch.observe(true, 10)).isEqualTo(OPEN);
    assertThat(stretch.left(10)).isEqualTo(Duration.ofNanos(30));
    assertThat(stretch.observe(false, 39)).isEqualTo(OPEN);
    assertThat(stretch.observe(true, 40)).isEqualTo(OPEN);
    assertThat(stretch.at(69)).isEqualTo(OPEN);
    assertThat(stretch.at(70)).isEqualTo(PASSED);
  }

  @Test
  void whatBeganInTimeMayBecomeStableLater() {
    Stretch stretch = new Stretch(EVENTUALLY.stable("stableFor", Duration.ofNanos(30)), 0);
    stretch.observe(true, 99);
    assertThat(stretch.at(128)).isEqualTo(OPEN);
    assertThat(stretch.at(129)).isEqualTo(PASSED);
  }

  @Test
  void aBreakBehindTheTimeFails() {
    Stretch stretch = new Stretch(EVENTUALLY.stable("stableFor", Duration.ofNanos(30)), 0);
    stretch.observe(true, 99);
    assertThat(stretch.observe(false, 101)).isEqualTo(FAILED);
  }

  @Test
  void alwaysFailsWithTheFirstBreak() {
    Stretch stretch = new Stretch(Timing.ONCE.stable("always", Duration.ofNanos(50)), 0);
    assertThat(stretch.observe(true, 0)).isEqualTo(OPEN);
    assertThat(stretch.observe(false, 49)).isEqualTo(FAILED);
  }

  @Test
  void timingsAreWords() {
    assertThat(Timing.ONCE).hasToString("now");
    assertThat(Timing.ONCE.within(Duration.ofSeconds(30))).hasToString("within 30 s");
    assertThat(
            Timing.ONCE.within(Duration.ofMillis(1500)).stable("stableFor", Duration.ofSeconds(5)))
        .hasToString("within 1500 ms, then for 5 s");
    assertThat(Timing.ONCE.stable("always", Duration.ofSeconds(5))).hasToString("always for 5 s");
  }
}
