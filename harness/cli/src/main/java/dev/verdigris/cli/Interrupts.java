package dev.verdigris.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that changes something say what state it left when the process is told to end
 * (Ctrl-C, SIGTERM): the end of the process waits for it. Core stops a phase between two of its
 * steps, and brings a swap that has begun to its end.
 */
final class Interrupts {
  /** As long as the JUnit side waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Duration patience;
  private volatile boolean requested;

  Interrupts() {
    this(PATIENCE);
  }

  /** For tests: with another patience. */
  Interrupts(Duration patience) {
    this.patience = patience;
  }

  /** Whether the process has been told to end. */
  boolean requested() {
    return requested;
  }

  /** For tests: as if a signal had come. */
  void request() {
    requested = true;
  }

  /**
   * From now on until it is closed, the end of the process waits for a command; not for one that
   * only reads.
   *
   * @param command its name
   * @param reads whether it only reads
   * @param interrupt asks it to stop
   * @param err where it is told
   */
  Watch watch(String command, boolean reads, Runnable interrupt, PrintWriter err) {
    return new Watch(command, reads, interrupt, err);
  }

  /** A command that runs. */
  final class Watch implements AutoCloseable {
    private final String command;
    private final boolean reads;
    private final Runnable interrupt;
    private final PrintWriter err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "verdigris-interrupt-cli");

    private Watch(String command, boolean reads, Runnable interrupt, PrintWriter err) {
      this.command = command;
      this.reads = reads;
      this.interrupt = interrupt;
      this.err = err;
      Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What the end of the process does. */
    void end() {
      requested = true;
      if (reads) {
        tell("verdigris  interrupted; " + command + " changed nothing");
        return;
      }
      tell("verdigris  interrupted; " + command + " stops at its next step and says what it left");
      interrupt.run();
      if (!waited()) {
        tell(CliProblems.notStopped(command, patience).format());
      }
    }

    private void tell(String text) {
      err.println(text);
      err.flush();
    }

    /** What an interrupted command has to say is said before the process ends. */
    void before(Runnable last) {
      last.run();
      ended.countDown();
    }

    private boolean waited() {
      try {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException again) {
        return false;
      }
    }

    @Override
    public void close() {
      ended.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // The hook runs already, and has just been let go.
        return;
      }
    }
  }
}
