package dev.verdigris.acceptance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** One process of a race; it is started anew after each death. */
final class Racer implements AutoCloseable {
  private final TestServer server;
  private final Path directory;
  private Process process;
  private BufferedWriter orders;
  private BufferedReader answers;

  Racer(TestServer server, Path directory) throws IOException {
    this.server = server;
    this.directory = directory;
    process = begin();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    answers.readLine();
  }

  /**
   * How a promotion ended.
   *
   * @param exit the exit code; -1 where the process died
   * @param message what it said
   * @param windows beginning and end of each window of its swap, in microseconds
   */
  record End(int exit, String message, List<long[]> windows) {
    boolean died() {
      return exit < 0;
    }

    /** Whether both had their windows open at one moment. */
    boolean met(End other) {
      return windows.stream()
          .anyMatch(
              one ->
                  other.windows().stream().anyMatch(two -> one[0] <= two[1] && two[0] <= one[1]));
    }
  }

  private Process begin() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PromotionWorker.class.getName(),
            server.url(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void beginAnew() throws IOException {
    process = begin();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    answers.readLine();
  }

  /** Tells it to promote; {@link #end} tells how that ended. */
  void promote(String deployment, long delay, long linger, PromotionWorker.Death death)
      throws IOException {
    if (!process.isAlive()) {
      beginAnew();
    }
    orders.write(deployment + " " + delay + " " + linger + " " + death + "\n");
    orders.flush();
  }

  /** Ends the process at once, wherever it is. */
  void kill() {
    // By its handle: the process itself would close its streams, with what it said last.
    process.toHandle().destroyForcibly();
  }

  /** Waits for the end of what it was told; a process that died is followed by another one. */
  End end() throws IOException, InterruptedException {
    List<long[]> windows = new ArrayList<>();
    long opened = -1;
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(PromotionWorker.OPEN)) {
        opened = Long.parseLong(line.substring(PromotionWorker.OPEN.length()));
      } else if (line.startsWith(PromotionWorker.CLOSE)) {
        windows.add(
            new long[] {opened, Long.parseLong(line.substring(PromotionWorker.CLOSE.length()))});
        opened = -1;
      } else if (line.startsWith(PromotionWorker.DONE)) {
        String[] parts = line.substring(PromotionWorker.DONE.length()).split(" ", 2);
        return new End(Integer.parseInt(parts[0]), parts[1].replace('|', '\n'), windows);
      }
    }
    process.waitFor();
    if (opened >= 0) {
      windows.add(new long[] {opened, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())});
    }
    beginAnew();
    return new End(-1, "killed", windows);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
