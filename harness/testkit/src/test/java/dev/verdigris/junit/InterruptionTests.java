package dev.verdigris.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterruptionTests {

  /** A signal is sent to a real process that stands in that phase. */
  @ParameterizedTest
  @EnumSource(BuiltInPhase.class)
  void saysWhatIsLeftInEveryPhase(BuiltInPhase phase) throws Exception {
    String printed = interrupted(phase, false);

    assertThat(printed).contains("VG-0620 INTERRUPTED  in phase " + phase.label() + "\n");
    assertThat(printed)
        .contains("  next      run the same command again: it goes on from what the catalog shows");
    switch (phase) {
      case PROMOTE ->
          assertThat(printed)
              .contains("  state     promoted all the same\n")
              .contains("VERDIGRIS  interrupted; promote stops at its next step\n");
      case SMOKE, CLEANUP -> assertThat(printed).contains("  state     promoted all the same\n");
      default ->
          assertThat(printed)
              .contains("  state     production was not touched; before it: green is as it was\n");
    }
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenThePromotionDoesNotEndInTime() {
    Standing standing = new Standing();
    standing.enter(PlannedPhase.of(BuiltInPhase.PROMOTE));

    assertThat(RunProblems.interrupted(BuiltInPhase.PROMOTE, standing, false))
        .hasMessage(
            """
            VG-0620 INTERRUPTED  in phase promote
              state     the swap may have happened or not: the catalog tells, and the next run reads it
              next      run the same command again: it goes on from what the catalog shows\
            """);
  }

  @Test
  void promotesNothingAfterASignalDuringValidation() throws Exception {
    String printed = interrupted("deploy");

    assertThat(printed)
        .contains("VG-0620 INTERRUPTED  in phase validate\n")
        .contains("VG-3621 promotion was asked for, but interrupted")
        .contains("calls [init, run, await, fingerprint, conclude, close]");
  }

  @Test
  void saysNothingWhenTheRunIsOver() throws Exception {
    assertThat(interrupted(BuiltInPhase.RUN, true)).isEmpty();
  }

  private static String interrupted(BuiltInPhase phase, boolean over) throws Exception {
    return interrupted(phase.name(), String.valueOf(over));
  }

  private static String interrupted(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedTestCase.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      String line = lineOf(in);
      while (!line.equals("ready") && !line.isEmpty()) {
        line = lineOf(in);
      }
      process.toHandle().destroy();
      String printed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(List.of(143, 130)).contains(process.exitValue());
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lineOf(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != -1 && read != '\n'; read = in.read()) {
      line.append((char) read);
    }
    return line.toString();
  }
}
