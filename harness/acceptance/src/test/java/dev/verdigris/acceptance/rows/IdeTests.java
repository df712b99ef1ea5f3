package dev.verdigris.acceptance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Clicks happen in a JVM of their own, that no build tool started. */
class IdeTests {
  private static final int CLICKS = 15;

  @Test
  void noClickChangesProduction() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IdeTestCase.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed.lines().filter(line -> line.startsWith("CLICK ")).count())
        .as(printed)
        .isGreaterThanOrEqualTo(CLICKS);
  }
}
