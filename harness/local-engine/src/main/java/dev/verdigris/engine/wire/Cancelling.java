package dev.verdigris.engine.wire;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Cancels what one connection to PostgreSQL is doing, until it has ended. A request that comes
 * before the statement has begun there is forgotten by PostgreSQL, so one is not enough; and none
 * may be sent once the statement has ended, since it would meet the next one.
 */
final class Cancelling {
  private static final long AGAIN_MILLIS = 50;

  private final Backend backend;
  private final ScheduledExecutorService timers;
  private boolean ended;

  Cancelling(Backend backend, ScheduledExecutorService timers) {
    this.backend = backend;
    this.timers = timers;
  }

  /** Sends a request now and again and again, until {@link #end}. */
  synchronized void cancel() {
    if (ended) {
      return;
    }
    try {
      backend.cancel();
      ScheduledFuture<?> unused =
          timers.schedule(this::cancel, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException | RejectedExecutionException e) {
      // PostgreSQL or the engine is gone, and the statement with it.
      ended = true;
    }
  }

  /** The statement has ended: nothing is sent any more. */
  synchronized void end() {
    ended = true;
  }
}
