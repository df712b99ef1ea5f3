package dev.verdigris.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sessions that validations read with: at most so many at once, and each is used again when what it
 * did ended well. For use by several threads.
 */
public final class ReadSessions implements AutoCloseable {
  private final Sessions sessions;
  private final int most;
  private final Duration patience;
  private final Semaphore free;
  private final Map<List<String>, Deque<Session>> idle = new HashMap<>();
  private boolean closed;

  /**
   * Sessions of {@code sessions}.
   *
   * @param most how many are lent at once; at least 1
   * @param patience how long one waits for its turn
   */
  ReadSessions(Sessions sessions, int most, Duration patience) {
    this.sessions = sessions;
    this.most = most;
    this.patience = patience;
    this.free = new Semaphore(most, true);
  }

  /**
   * Lends a session; the caller closes it.
   *
   * @param purpose one word for the application name
   * @param cluster what it reads on, for messages
   * @param settings statements that make it what it is to be: sessions with the same are the same
   * @throws dev.verdigris.VerdigrisException VG-6101 when the server cannot be reached, VG-6112
   *     when all are lent for longer than the statement timeout
   * @throws SQLException when a setting is refused
   */
  public ReadSession lend(String purpose, String cluster, List<String> settings)
      throws SQLException {
    boolean mine = false;
    try {
      mine = free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!mine) {
      throw ConnectionProblems.allLent(most, patience).exception();
    }
    try {
      Session session = ready(purpose, settings);
      return new ReadSession(session, cluster, usable -> takeBack(session, settings, usable));
    } catch (SQLException | RuntimeException e) {
      free.release();
      throw e;
    }
  }

  /**
   * A session that does not count, for a subscription: it is thrown away when it is closed.
   *
   * @throws SQLException when a setting is refused
   */
  public ReadSession apart(String purpose, String cluster, List<String> settings)
      throws SQLException {
    Session session = open(purpose, settings);
    return new ReadSession(session, cluster, usable -> session.close());
  }

  private Session ready(String purpose, List<String> settings) throws SQLException {
    synchronized (idle) {
      Deque<Session> waiting = idle.get(settings);
      Session session = waiting == null ? null : waiting.poll();
      if (session != null) {
        return session;
      }
    }
    return open(purpose, settings);
  }

  private Session open(String purpose, List<String> settings) throws SQLException {
    Session session = sessions.open(purpose);
    try {
      for (String setting : settings) {
        session.execute(setting);
      }
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** Takes a session back. */
  private void takeBack(Session session, List<String> settings, boolean usable) {
    boolean kept = false;
    synchronized (idle) {
      if (usable && !closed && idle.values().stream().mapToInt(Deque::size).sum() < most) {
        idle.computeIfAbsent(settings, any -> new ArrayDeque<>()).push(session);
        kept = true;
      }
    }
    if (!kept) {
      session.close();
    }
    free.release();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.values().forEach(waiting -> waiting.forEach(Session::close));
      idle.clear();
    }
  }
}
