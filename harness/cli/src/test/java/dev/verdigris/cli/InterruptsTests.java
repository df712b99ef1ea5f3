package dev.verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said when the process is told to end while a command runs. */
class InterruptsTests {
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new ArrayList<>();

  @Test
  void aCommandThatDoesNotStopInTimeIsToldSo() {
    Interrupts interrupts = new Interrupts(Duration.ofMillis(20));
    try (Interrupts.Watch watch = watch(interrupts, "promote", false)) {
      watch.end();
    }
    assertThat(interrupts.requested()).isTrue();
    assertThat(asked).containsExactly("promote");
    String[] said = err.toString().split("\n", 2);
    assertThat(said[0])
        .isEqualTo("verdigris  interrupted; promote stops at its next step and says what it left");
    assertThat(said[1])
        .isEqualTo(
            """
            VG-0802 INTERRUPTED  promote did not come to a stop within 20 ms
              state     not known: the catalog tells
              next      verdigris status tells what was left and what to do
            """);
  }

  @Test
  void aCommandThatHasSaidWhatItLeftIsNotWaitedFor() {
    try (Interrupts.Watch watch = watch(new Interrupts(), "promote", false)) {
      watch.before(() -> asked.add("said"));
      watch.end();
    }
    assertThat(asked).containsExactly("said", "promote");
    assertThat(err.toString()).doesNotContain("VG-");
  }

  @Test
  void aCommandThatOnlyReadsIsNotWaitedFor() {
    try (Interrupts.Watch watch = watch(new Interrupts(), "status", true)) {
      watch.end();
    }
    assertThat(asked).isEmpty();
    assertThat(err.toString()).isEqualTo("verdigris  interrupted; status changed nothing\n");
  }

  private Interrupts.Watch watch(Interrupts interrupts, String command, boolean reads) {
    return interrupts.watch(command, reads, () -> asked.add(command), new PrintWriter(err));
  }
}
