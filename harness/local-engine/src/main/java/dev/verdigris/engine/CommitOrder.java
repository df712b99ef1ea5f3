package dev.verdigris.engine;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Puts every write to a table and every look at the tables into one order. A write has a timestamp
 * of its own; a snapshot's timestamp says exactly which writes are in it: those up to it.
 */
public final class CommitOrder {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final Timestamps timestamps;
  private volatile long lastCommit;

  /** The order of one engine. */
  public CommitOrder(Timestamps timestamps) {
    this.timestamps = timestamps;
  }

  /**
   * What happens at one time.
   *
   * @param <T> its result
   * @param <E> how it can fail
   */
  @FunctionalInterface
  public interface At<T, E extends Exception> {
    /** Does it; {@code timestamp} is in milliseconds since 1970. */
    T run(long timestamp) throws E;
  }

  /** Commits a write: {@code commit} must make it visible in PostgreSQL before it returns. */
  public <T, E extends Exception> T commit(At<T, E> commit) throws E {
    lock.writeLock().lock();
    try {
      long timestamp = timestamps.next();
      lastCommit = timestamp;
      return commit.run(timestamp);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** The time of the last write, in milliseconds since 1970; 0 before the first. */
  public long lastCommit() {
    return lastCommit;
  }

  /**
   * Takes a snapshot while no write is being committed: {@code snapshot} must have fixed what
   * PostgreSQL shows it (the first query of a repeatable read transaction does) before it returns.
   * Everything that is written later gets a later timestamp.
   */
  public <T, E extends Exception> T snapshot(At<T, E> snapshot) throws E {
    lock.readLock().lock();
    try {
      long timestamp = timestamps.now();
      return snapshot.run(timestamp);
    } finally {
      lock.readLock().unlock();
    }
  }
}
