package dev.verdigris.execute;

import dev.verdigris.VerdigrisException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds out what became of a COMMIT that nobody answered. Any successful DDL makes every open
 * transaction of swaps fail: what was open is dead then, and what was committed is visible. A
 * temporary view is DDL that names nothing a swap could move, and it goes with its session.
 */
public final class Fence {
  /** How long a server that went away is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final long PAUSE_MILLIS = 500;

  private final Sessions sessions;
  private final Interruption interruption;

  /** Another one each time, so that the audit log tells it from those of others. */
  private final String name =
      "verdigris_fence_" + Integer.toHexString(ThreadLocalRandom.current().nextInt());

  /** A fence of one phase. */
  public Fence(Sessions sessions, Interruption interruption) {
    this.sessions = sessions;
    this.interruption = interruption;
  }

  /** Reads something on a session. */
  @FunctionalInterface
  public interface Reading<T> {
    /** What is read. */
    T on(Session session) throws SQLException;
  }

  /** The name of its view. */
  String name() {
    return name;
  }

  /**
   * Reads when nothing is open any more. A server that went away is asked again for a while.
   *
   * @throws VerdigrisException VG-6101 when the server stays away
   */
  public <T> T read(Reading<T> reading) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Session session = sessions.open("fence")) {
        session.execute("CREATE TEMPORARY VIEW " + name + " AS SELECT 1 AS fence");
        return reading.on(session);
      } catch (SQLException e) {
        if (!SqlStates.connectionLost(e) || isOver(deadline)) {
          throw e;
        }
      } catch (VerdigrisException e) {
        if (isOver(deadline)) {
          throw e;
        }
      }
    }
  }

  private boolean isOver(long deadline) {
    return System.nanoTime() - deadline > 0 || interruption.await(PAUSE_MILLIS);
  }
}
