package dev.verdigris.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BenchmarksTests {

  @Test
  void aSpreadIsItsMedianAndItsEnds() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).hasToString("2.0 (1.0–3.0)");
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).hasToString("2.5 (1.0–4.0)");
  }

  @Test
  void aBenchmarkThatIsNotThereIsAnError() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int exit = Benchmarks.run(Set.of("strats"), new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("unknown benchmarks [strats]; there are round-trips, starts, objects");
  }

  @Test
  void cpuTimeGoesOn() {
    long before = Cpu.nanos();
    double sum = 0;
    do {
      sum += Math.sqrt(sum + 1);
    } while (Cpu.nanos() <= before);
    assertThat(sum).isPositive();
  }
}
