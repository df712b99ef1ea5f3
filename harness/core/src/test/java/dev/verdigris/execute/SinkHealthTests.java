package dev.verdigris.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.execute.SinkHealth.Told;
import org.junit.jupiter.api.Test;

/** Whether a sink does its work, by what it and its relation tell. */
class SinkHealthTests {
  private static final long UNKNOWN = 0;
  private static final long END = Long.MAX_VALUE;
  private static final long FIRST = 1_764_000_000_000L;
  private static final long NOW = FIRST + 1_000;

  @Test
  void oneThatMovesOnIsWell() {
    assertThat(running(FIRST + 1, NOW).isWell(FIRST)).isTrue();
    assertThat(running(FIRST, NOW).isWell(FIRST)).isFalse();
    assertThat(new Told("stalled", "", FIRST + 1, NOW, NOW).isWell(FIRST)).isFalse();
  }

  @Test
  void aFrontierThatIsNotToldIsNoEnd() {
    assertThat(running(UNKNOWN, UNKNOWN).isWell(END)).isFalse();
    assertThat(running(UNKNOWN, END).isWell(END)).isFalse();
    assertThat(running(END, UNKNOWN).isWell(END)).isFalse();
  }

  @Test
  void oneOfConstantsIsWellOnceItIsAtTheEndToo() {
    assertThat(running(FIRST, END).isWell(FIRST)).isFalse();
    assertThat(running(END, END).isWell(FIRST)).isTrue();
    assertThat(running(END, END).isWell(END)).isTrue();
    assertThat(running(END, NOW).isWell(FIRST)).as("its relation goes on").isFalse();
    assertThat(new Told("stalled", "", END, END, NOW).isWell(END)).isFalse();
  }

  /** It may have got there with the relation that it left, which was further than the new one. */
  @Test
  void oneThatHasReachedARelationThatMovesIsNotWellForThat() {
    assertThat(running(NOW, NOW - 500).isWell(NOW)).isFalse();
    assertThat(running(NOW, NOW).isWell(NOW)).isFalse();
    assertThat(running(NOW + 2_000, NOW + 2_000).isWell(NOW + 2_000)).isFalse();
  }

  @Test
  void oneWhoseRelationWaitsForItsRefreshIsWellOnceItHasReachedIt() {
    long refresh = NOW + 3_600_000;
    assertThat(running(NOW, refresh).isWell(NOW)).isFalse();
    assertThat(running(refresh, refresh).isWell(refresh)).isTrue();
  }

  private static Told running(long frontier, long relation) {
    return new Told("running", "", frontier, relation, NOW);
  }
}
