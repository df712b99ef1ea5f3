package dev.verdigris.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.verdigris.acceptance.TestServer;
import dev.verdigris.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The fault matrix: a seeded sample, and with {@code -Dverdigris.test.full=true} all of it, or
 * {@code -Dverdigris.cells=N} of it, or {@code -Dverdigris.faults.minutes=N} as many cells as fit
 * into that, each statement before all else. {@code -Dverdigris.seed=N} (or {@code
 * verdigris.faults.seed}, for this test alone) takes the same sample again, {@code
 * -Dverdigris.faults=<regular expression>} takes the cells whose description it is found in.
 */
class FaultMatrixTests {
  private static final boolean FULL = Boolean.getBoolean("verdigris.test.full");
  private static final int CELLS = Integer.getInteger("verdigris.cells", FULL ? 0 : 8);
  private static final int MINUTES = Integer.getInteger("verdigris.faults.minutes", 0);
  private static final int PROCESSES = FULL ? 40 : 10;
  private static final int ENGINES = Integer.getInteger("verdigris.engines", FULL ? 2 : 1);
  private static final Path REPORT = Path.of("target/faults.txt");
  private static final Path ALL = Path.of("target/faults-cells.txt");
  private static final Path PROGRESS = Path.of("target/faults.log");

  @Test
  void everyStatementCanGoWrongAndTheNextRunFinishesTheWork() throws Exception {
    TestServer server = TestServer.shared();
    assumeThat(server.kafka()).as("a broker: -Dverdigris.test.kafka").isNotEmpty();
    long seed =
        Long.getLong("verdigris.faults.seed", Long.getLong("verdigris.seed", System.nanoTime()));
    String wanted = System.getProperty("verdigris.faults", "");
    try (FaultMatrix matrix = new FaultMatrix(server, Path.of("target/faults"))) {
      Files.deleteIfExists(PROGRESS);
      matrix.learn();
      Random random = new Random(seed);
      List<Cell> all = matrix.cells(PROCESSES, random);
      assertThat(matrix.kinds())
          .as("kinds of steps whose statements are in the matrix: a new one needs a leg")
          .containsAll(kindsOf(Step.class));
      Files.write(ALL, all.stream().map(Cell::describe).toList());
      List<Cell> cells = all;
      if (!wanted.isEmpty()) {
        Pattern pattern = Pattern.compile(wanted);
        cells = all.stream().filter(cell -> pattern.matcher(cell.describe()).find()).toList();
      } else if (CELLS > 0) {
        cells = FaultMatrix.sample(all, CELLS, random);
      } else if (MINUTES > 0) {
        cells = FaultMatrix.eachStepFirst(all, random);
      }
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
      List<CellResult> results =
          matrix.run(
              cells,
              ENGINES,
              () -> MINUTES == 0 || System.nanoTime() - end < 0,
              FaultMatrixTests::tell);
      FaultReport report = new FaultReport(results);
      String text =
          "seed %d, %d of %d cells, %d of %d different statements\n%s"
              .formatted(
                  seed,
                  results.size(),
                  all.size(),
                  results.stream().map(CellResult::cell).map(Cell::step).distinct().count(),
                  all.stream().map(Cell::step).distinct().count(),
                  report.text());
      Files.writeString(REPORT, text);
      System.out.println(report.line());
      assertThat(report.failed()).as(text).map(result -> result.cell().describe()).isEmpty();
      assertThat(results).isNotEmpty();
    }
  }

  /** All kinds of a sealed interface. */
  private static List<Class<?>> kindsOf(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? List.of(type)
        : Arrays.stream(permitted).flatMap(one -> kindsOf(one).stream()).toList();
  }

  /** A file that grows, to look into while the matrix runs. */
  private static void tell(CellResult result) {
    try {
      Files.writeString(
          PROGRESS,
          new FaultReport(List.of(result)).cells(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
