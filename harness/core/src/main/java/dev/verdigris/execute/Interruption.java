package dev.verdigris.execute;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody wants the run to stop. It stops between two steps; a statement that only waits
 * is cancelled.
 */
public final class Interruption {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final Set<Runnable> cancellations = ConcurrentHashMap.newKeySet();

  /** Asks the run to stop. */
  public void request() {
    requested.countDown();
    cancellations.forEach(Runnable::run);
  }

  /** Whether the run should stop, also because its thread is interrupted. */
  public boolean requested() {
    return requested.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  /**
   * Waits, but not longer than until the run should stop.
   *
   * @return whether the run should stop
   */
  public boolean await(long millis) {
    try {
      return requested.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Runs {@code cancel} when the run is asked to stop, until the result is closed. */
  Registration onRequest(Runnable cancel) {
    cancellations.add(cancel);
    if (requested()) {
      cancel.run();
    }
    return () -> cancellations.remove(cancel);
  }

  /** Undoes {@link #onRequest}. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
