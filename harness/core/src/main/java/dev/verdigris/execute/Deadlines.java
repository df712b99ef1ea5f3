package dev.verdigris.execute;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads that cancel what takes too long. */
final class Deadlines {
  private Deadlines() {}

  /** A timer of one daemon thread. */
  static ScheduledExecutorService timer() {
    return Executors.newScheduledThreadPool(
        1,
        task -> {
          Thread thread = new Thread(task, "verdigris-deadlines");
          thread.setDaemon(true);
          return thread;
        });
  }
}
