package dev.verdigris.engine;

import static dev.verdigris.engine.CutoverWork.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the engine's process, its broker within it, with SIGKILL in the middle of a cutover and of
 * writes, and starts another one on the same directory. With {@code -Dverdigris.engine.jar=FILE}
 * the process is the runnable jar, else the program's main class; {@code
 * -Dverdigris.test.full=true} kills more often, {@code -Dverdigris.seed=N} at the same moments.
 */
@Timeout(600)
class SinkKillTests {

  @TempDir Path directory;

  private @Nullable Process process;
  private String url = "";
  private String broker = "";

  @Test
  void aKilledProcessLosesNothingAndRepeatsNothing() throws Exception {
    long seed = Long.getLong("verdigris.seed", System.nanoTime());
    Random random = new Random(seed);
    start();
    try {
      for (int i = 0; i < (Boolean.getBoolean("verdigris.test.full") ? 8 : 1); i++) {
        String envelope = i % 2 == 0 ? "UPSERT" : "DEBEZIUM";
        int moment = random.nextInt(400);
        try {
          killDuring(new CutoverWork(() -> url, () -> broker, "k" + i, envelope), moment);
        } catch (Exception | AssertionError e) {
          throw new AssertionError(
              "seed %d, round %d, %s, killed %d ms after the ALTER: %s"
                  .formatted(seed, i, envelope, moment, e.getMessage()),
              e);
        }
      }
    } finally {
      stop();
    }
  }

  private void killDuring(CutoverWork work, int millisAfterAlter) throws Exception {
    work.create();
    AtomicBoolean killed = new AtomicBoolean();
    CompletableFuture<Integer> writing =
        CompletableFuture.supplyAsync(() -> work.write(1, killed::get));
    patiently().until(() -> work.written() > 3 * CutoverWork.ROWS_AT_ONCE);
    CompletableFuture<Void> altering =
        CompletableFuture.runAsync(
            () -> {
              try {
                work.alter();
              } catch (SQLException e) {
                // It may have taken effect or not: the catalog tells.
              }
            });
    await()
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ofMillis(millisAfterAlter))
        .until(() -> true);
    kill();
    killed.set(true);
    int next = writing.get();
    altering.get();
    start();

    if (!work.isCutOver()) {
      work.alter();
    }
    int[] written = {0};
    work.write(next, () -> written[0]++ == 3);
    work.check();
    work.drop();
  }

  private void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Without a kill: what it leaves behind would write into a directory that is being deleted. */
  private void stop() throws InterruptedException {
    if (process != null) {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void start() throws IOException {
    String jar = System.getProperty("verdigris.engine.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(
        jar != null
            ? List.of("-jar", jar)
            : List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("--port", "0", "--internal-port", "0", "--data", directory.toString()));
    Process started =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process = started;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("postgres://materialize@")) {
        url = line.replace("postgres://materialize@", "jdbc:postgresql://") + "?user=materialize";
      } else if (line.startsWith("kafka ")) {
        broker = line.substring("kafka ".length());
        assertThat(url).isNotEmpty();
        return;
      }
    }
    fail("the engine did not start");
  }
}
