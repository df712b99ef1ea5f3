package dev.verdigris.junit;

import dev.verdigris.VerdigrisException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a phase on a thread of its own and ends it by a deadline. JUnit's own timeouts cover test
 * methods only.
 */
final class Deadline {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String threadName;
  private final Duration limit;
  private final Supplier<VerdigrisException> problem;

  /**
   * A deadline.
   *
   * @param problem what is thrown when the time is over
   */
  Deadline(String threadName, Duration limit, Supplier<VerdigrisException> problem) {
    this.threadName = threadName;
    this.limit = limit;
    this.problem = problem;
  }

  /**
   * Runs {@code body}. When the time is over, or this thread is interrupted, the body's thread is
   * interrupted and waited for a few seconds longer.
   */
  <T> T run(Callable<T> body) throws Exception {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task, threadName);
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw rethrown(failed.getCause());
    } catch (TimeoutException late) {
      VerdigrisException overdue = problem.get();
      end(thread, overdue);
      throw overdue;
    } catch (InterruptedException interrupted) {
      end(thread, interrupted);
      throw interrupted;
    }
  }

  private static void end(Thread thread, Exception reason) {
    reason.addSuppressed(stackOf(thread));
    thread.interrupt();
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private static Exception stackOf(Thread thread) {
    Exception where = new IllegalStateException("where " + thread.getName() + " was");
    where.setStackTrace(thread.getStackTrace());
    return where;
  }

  private static Exception rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
  }
}
