package dev.verdigris;

import dev.verdigris.execute.Interruption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs phases: tells of beginning and end with times, and lets a shutdown of the JVM wait until the
 * phase that runs has stopped between two steps.
 */
final class PhaseClock implements AutoCloseable {
  private static final long SHUTDOWN_SECONDS = 10;

  private final DeploymentName deployment;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Thread hook = new Thread(this::shutDown, "verdigris-interrupt");
  private volatile @Nullable CountDownLatch running;

  private PhaseClock(
      DeploymentName deployment, DeploymentListener listener, Interruption interruption) {
    this.deployment = deployment;
    this.listener = listener;
    this.interruption = interruption;
  }

  static PhaseClock start(
      DeploymentName deployment, DeploymentListener listener, Interruption interruption) {
    PhaseClock clock = new PhaseClock(deployment, listener, interruption);
    Runtime.getRuntime().addShutdownHook(clock.hook);
    return clock;
  }

  /**
   * What a phase did.
   *
   * @param text what was done
   * @param state the state that was left
   * @param next the next command or step
   */
  record Outcome(String text, String state, String next) {}

  /** Runs one phase. */
  void run(Phase phase, Supplier<Outcome> body) {
    long start = System.nanoTime();
    CountDownLatch latch = new CountDownLatch(1);
    running = latch;
    listener.on(new Event.PhaseStarted(phase, deployment));
    try {
      Outcome outcome = body.get();
      listener.on(
          new Event.PhaseDone(
              phase, since(start), outcome.text(), outcome.state(), outcome.next()));
    } catch (VerdigrisException e) {
      listener.on(new Event.PhaseFailed(phase, since(start), e.problem()));
      throw e;
    } catch (RuntimeException | Error e) {
      listener.on(new Event.PhaseFailed(phase, since(start), PhaseProblems.defect(phase, e)));
      throw e;
    } finally {
      running = null;
      latch.countDown();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void shutDown() {
    CountDownLatch latch = running;
    if (latch == null) {
      return;
    }
    interruption.request();
    try {
      if (!latch.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down, and the hook is running or done.
      return;
    }
  }
}
