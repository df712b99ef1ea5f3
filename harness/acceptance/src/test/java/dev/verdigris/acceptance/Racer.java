package dev.verdigris.acceptance;

import dev.verdigris.Phase;
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
  private Process process;
  private BufferedWriter orders;
  private BufferedReader answers;

  Racer(TestServer server) throws IOException {
    this.server = server;
    process = begin();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    answers.readLine();
  }

  /**
   * How a phase ended.
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
            PhaseWorker.class.getName(),
            server.url())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void beginAnew() throws IOException {
    process = begin();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    answers.readLine();
  }

  /**
   * What a process is told to do.
   *
   * @param phase the phase
   * @param deployment whose
   * @param directory where its configuration is
   * @param delay microseconds before it begins
   * @param linger microseconds that each of its COMMITs is held back
   * @param death where it ends
   */
  record Order(
      Phase phase,
      String deployment,
      Path directory,
      long delay,
      long linger,
      PhaseWorker.Death death) {
    /** The same at once, to its end. */
    Order again() {
      return new Order(phase, deployment, directory, 0, 0, PhaseWorker.Death.NEVER);
    }

    String line() {
      return phase + " " + deployment + " " + delay + " " + linger + " " + death + " " + directory;
    }
  }

  /** Begins; {@link #end} tells how it ended. */
  void begin(Order order) throws IOException {
    if (!process.isAlive()) {
      beginAnew();
    }
    orders.write(order.line() + "\n");
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
      if (line.startsWith(PhaseWorker.OPEN)) {
        opened = Long.parseLong(line.substring(PhaseWorker.OPEN.length()));
      } else if (line.startsWith(PhaseWorker.CLOSE)) {
        windows.add(
            new long[] {opened, Long.parseLong(line.substring(PhaseWorker.CLOSE.length()))});
        opened = -1;
      } else if (line.startsWith(PhaseWorker.DONE)) {
        String[] parts = line.substring(PhaseWorker.DONE.length()).split(" ", 2);
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

  /** The end of what it was told; who died on the way is told once more, to come to an end. */
  End endAtLast(Order order, End end) throws IOException, InterruptedException {
    if (!end.died()) {
      return end;
    }
    begin(order.again());
    return end();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
