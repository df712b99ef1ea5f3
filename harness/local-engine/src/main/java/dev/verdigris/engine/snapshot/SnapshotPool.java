package dev.verdigris.engine.snapshot;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A few connections for snapshots that are fixed and wait to be read. Whoever wants one more waits:
 * so a writer that is faster than the sink is slowed down to it.
 */
public final class SnapshotPool implements AutoCloseable {

  private static final int LIMIT = 4;
  private static final long PATIENCE_SECONDS = 60;

  private final Snapshots.ConnectionSource connections;
  private final Semaphore permits = new Semaphore(LIMIT, true);
  private final Deque<Snapshots> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** A pool that connects when it must. */
  public SnapshotPool(Snapshots.ConnectionSource connections) {
    this.connections = connections;
  }

  /** A snapshot of what is committed now; must be released. */
  public Snapshots fixed(long timestamp) throws SQLException {
    try {
      if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLException("former snapshots are still at work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for former snapshots", e);
    }
    Snapshots snapshot = idle.pollFirst();
    if (snapshot == null) {
      snapshot = new Snapshots(connections);
    }
    try {
      snapshot.fix(timestamp);
      return snapshot;
    } catch (SQLException e) {
      snapshot.close();
      permits.release();
      throw e;
    }
  }

  /** Takes a snapshot back and ends it. */
  public void release(Snapshots snapshot) {
    snapshot.end();
    if (closed) {
      snapshot.close();
    } else {
      idle.addFirst(snapshot);
    }
    permits.release();
  }

  @Override
  public void close() {
    closed = true;
    for (Snapshots each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
      each.close();
    }
  }
}
