package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How the statement of a session is ended from outside: by a cancel request, by its timeout,
 * because the client went away or because the engine stops. A request that comes while nothing runs
 * has no effect.
 */
final class Interruption {

  /** Why. */
  enum Reason {
    REQUEST,
    TIMEOUT,
    CLIENT_GONE,
    ENGINE_STOPS
  }

  /** Something that can be ended from another thread. */
  @FunctionalInterface
  interface Stoppable {
    void stop();
  }

  /** Something that waits and can be interrupted. */
  @FunctionalInterface
  interface Waiting<T extends @Nullable Object> {
    T await() throws InterruptedException;
  }

  /** Something that waits, can be interrupted, and may come back with nothing. */
  @FunctionalInterface
  interface Looking<T> {
    @Nullable T look() throws InterruptedException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private boolean running;
  private @Nullable Reason reason;
  private @Nullable Stoppable stoppable;
  private @Nullable Reason forever;

  /** A statement begins. */
  void begin() {
    lock.lock();
    try {
      running = true;
      reason = forever;
    } finally {
      lock.unlock();
    }
  }

  /** The statement has ended; what comes from now on is not for it. */
  void end() {
    lock.lock();
    try {
      running = false;
      stoppable = null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the statement, if one runs. For the last two reasons all later ones too. */
  void raise(Reason why) {
    lock.lock();
    try {
      if (why == Reason.CLIENT_GONE || why == Reason.ENGINE_STOPS) {
        forever = why;
      }
      if (running && reason == null) {
        reason = why;
        if (stoppable != null) {
          stoppable.stop();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Fails if the statement is to end. */
  void check() {
    lock.lock();
    try {
      if (reason != null) {
        throw error(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the statement is to end. */
  boolean isRaised() {
    lock.lock();
    try {
      return reason != null;
    } finally {
      lock.unlock();
    }
  }

  /** From now until {@link #unguard()} {@code what} is stopped when the statement is to end. */
  void guard(Stoppable what) {
    lock.lock();
    try {
      if (reason != null) {
        throw error(reason);
      }
      stoppable = what;
    } finally {
      lock.unlock();
    }
  }

  void unguard() {
    lock.lock();
    try {
      stoppable = null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits in the calling thread, which is interrupted when the statement is to end. */
  <T extends @Nullable Object> T await(Waiting<T> waiting) {
    Thread self = Thread.currentThread();
    guard(self::interrupt);
    try {
      return waiting.await();
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      unguard();
      // An interrupt that came behind the last wait must not reach the next one; its reason stays
      // noted for the next check.
      Thread.interrupted();
    }
  }

  /** Waits as {@link #await}, for what may not come. */
  <T> @Nullable T look(Looking<T> looking) {
    return await(() -> Optional.ofNullable(looking.look())).orElse(null);
  }

  /** The error of the reason that was given, or that the engine stops. */
  SqlException interrupted() {
    lock.lock();
    try {
      return error(reason == null ? Reason.ENGINE_STOPS : reason);
    } finally {
      lock.unlock();
    }
  }

  private static SqlException error(Reason reason) {
    return switch (reason) {
      case REQUEST -> SqlException.of("57014", "canceling statement due to user request");
      case TIMEOUT ->
          SqlException.of("57014", "canceling statement due to statement timeout")
              .withHint(
                  "Consider increasing the maximum allowed statement duration for this session by"
                      + " setting the statement_timeout session variable. For example,"
                      + " `SET statement_timeout = '120s'`.");
      case CLIENT_GONE -> SqlException.fatal("08006", "the client has gone away");
      case ENGINE_STOPS ->
          SqlException.fatal("57P01", "terminating connection due to administrator command");
    };
  }
}
