package dev.verdigris.engine.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running postmaster on one data directory, listening on a loopback port of its own. It ends when
 * this process ends, whatever way.
 */
final class PostgresProcess implements AutoCloseable {
  private static final int PORTS_TO_TRY = 5;
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 30;
  private static final int LEFTOVER_SECONDS = 5;
  private static final int POLL_MILLIS = 10;

  /**
   * No safety against a loss of power, all of it against processes that are killed: what a commit
   * wrote is with the kernel.
   */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=off",
          "full_page_writes=off",
          "synchronous_commit=on",
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_connections=300",
          "shared_buffers=32MB",
          "max_wal_size=256MB",
          "max_parallel_workers_per_gather=0",
          "jit=off",
          // A crash takes every connection with it, the engine's own too: it ends, and says so.
          "restart_after_crash=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "datestyle=ISO, MDY",
          "intervalstyle=postgres",
          "extra_float_digits=1",
          "standard_conforming_strings=on",
          "log_min_messages=warning",
          "log_min_error_statement=panic",
          "logging_collector=off");

  private final Process supervisor;
  private final Path data;
  private final int port;

  private PostgresProcess(Process supervisor, Path data, int port) {
    this.supervisor = supervisor;
    this.data = data;
    this.port = port;
  }

  /**
   * Starts on {@code data}; what the server says goes to {@code log}. Returns when it is ready.
   * Another port is tried where somebody was faster.
   */
  static PostgresProcess start(Installation installation, Path data, Path log) throws IOException {
    endLeftover(data);
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      Files.deleteIfExists(log);
      Process supervisor = launch(installation, data, log, port);
      PostgresProcess process = new PostgresProcess(supervisor, data, port);
      if (process.awaitReady()) {
        return process;
      }
      process.close();
      String output = Files.exists(log) ? Commands.text(log) : "";
      boolean portTaken = output.contains("could not create any TCP/IP sockets");
      if (!portTaken || attempt == PORTS_TO_TRY) {
        throw PostgresProblems.didNotStart(data, output);
      }
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Completes when the server has ended, asked for or not. */
  CompletableFuture<Void> ended() {
    return supervisor.onExit().thenRun(() -> {});
  }

  /** Kills the postmaster with its children. */
  void kill() {
    try {
      PidFile.in(data).process().ifPresent(PostgresProcess::kill);
      if (!supervisor.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        supervisor.destroyForcibly();
      }
    } catch (IOException e) {
      supervisor.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shuts down: sessions are ended, data is kept. */
  @Override
  public void close() {
    try {
      supervisor.getOutputStream().close();
      if (!supervisor.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        supervisor.destroyForcibly();
      }
      endLeftover(data);
    } catch (IOException e) {
      supervisor.destroyForcibly();
    } catch (InterruptedException e) {
      // The supervisor has its signal and goes on without us.
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(Installation installation, Path data, Path log, int port)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-D", dataAsSeenFrom(data), "-p", "" + port));
    for (String setting : SETTINGS) {
      arguments.add("-c");
      arguments.add(setting);
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", script(), "verdigris-postgres"));
    command.add(PidFile.in(data).path().toString());
    command.addAll(installation.command("postgres", arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Commands.plainEnvironment(builder);
    return builder.start();
  }

  /**
   * The server starts in its data directory and names it by that: a path through directories that
   * its user may not enter, such as root's home, is no obstacle then.
   */
  private static String dataAsSeenFrom(Path data) {
    String here = "/proc/self/cwd";
    return Files.exists(Path.of(here)) ? here : data.toAbsolutePath().toString();
  }

  private static String script() throws IOException {
    try (InputStream script = PostgresProcess.class.getResourceAsStream("supervisor.sh")) {
      if (script == null) {
        throw new IOException("the jar of the engine lacks supervisor.sh");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try {
      while (!supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (PidFile.in(data).isReady(port)) {
          return true;
        }
        if (System.nanoTime() > deadline) {
          return false;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Ends a postmaster that its supervisor left behind on this directory. Only called by who holds
   * the lock on the engine's directory, so nobody uses it.
   */
  private static void endLeftover(Path data) throws IOException {
    Optional<ProcessHandle> leftover = PidFile.in(data).process();
    if (leftover.isPresent() && worksIn(leftover.get(), data)) {
      ProcessHandle process = leftover.get();
      process.destroy();
      if (!ended(List.of(process))) {
        kill(process);
      }
    }
  }

  /**
   * Kills a postmaster with its children, and waits for their ends. One of them that computes would
   * not notice that the postmaster is gone, and no other starts on the data before all are.
   */
  private static void kill(ProcessHandle postmaster) {
    List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    ended(all);
  }

  private static boolean worksIn(ProcessHandle process, Path data) {
    try {
      Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
      return directory.equals(data.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether all end before long. */
  private static boolean ended(List<ProcessHandle> processes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEFTOVER_SECONDS);
    try {
      while (processes.stream().anyMatch(PostgresProcess::runs)) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Whether it has not ended; one that its parent has not taken note of has no command any more.
   */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
