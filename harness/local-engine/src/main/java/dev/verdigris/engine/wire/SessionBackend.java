package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.query.PlannedQuery;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A session's connection to PostgreSQL: made when it is needed first, shown in the catalog as the
 * session, told which database is the session's and how far ahead the engine's clock is.
 */
final class SessionBackend implements AutoCloseable {
  private final Session session;
  private @Nullable Backend backend;

  /** The database that PostgreSQL was told to show; empty where it may have forgotten it. */
  private String toldDatabase = "";

  /** How far ahead PostgreSQL was told that the clock is, in milliseconds. */
  private long told;

  SessionBackend(Session session) {
    this.session = session;
  }

  /** A piece of work on the session's connection to PostgreSQL. */
  @FunctionalInterface
  interface OnBackend<T> {
    T run(Backend backend) throws IOException, PostgresException;
  }

  /** Connects when it is needed first; what it returns knows the time and the database. */
  Backend opened() {
    if (backend == null) {
      try {
        Backend opened = Backend.connect(session.engine().postgres());
        backend = opened;
        register(opened);
      } catch (IOException e) {
        throw BackendErrors.lost(e);
      } catch (PostgresException e) {
        throw SqlException.of(e.sqlState(), e.message());
      }
    }
    tellTime(backend);
    tellDatabase(backend);
    return backend;
  }

  /** Does work that nothing from outside ends: it is short. */
  <T> T run(OnBackend<T> work) {
    try {
      return work.run(opened());
    } catch (PostgresException e) {
      throw SqlException.of(e.sqlState(), e.message()).withDetail(e.detail());
    } catch (IOException e) {
      throw BackendErrors.lost(e);
    }
  }

  /**
   * Runs a planned statement, which its timeout or a cancel request can end.
   *
   * @param evaluation whether its errors are those of an evaluation
   */
  <T> T computing(PlannedQuery plan, boolean evaluation, OnBackend<T> work) throws IOException {
    Backend running = opened();
    Cancelling cancelling = new Cancelling(running, session.timers());
    session.interruption().guard(cancelling::cancel);
    StatementTimeout timeout = new StatementTimeout(session);
    try {
      return work.run(running);
    } catch (PostgresException e) {
      if (e.sqlState().equals("57014") && session.interruption().isRaised()) {
        throw session.interruption().interrupted();
      }
      throw BackendErrors.translated(e, plan, evaluation, session.engine().catalog().state());
    } finally {
      cancelling.end();
      session.interruption().unguard();
      timeout.end();
    }
  }

  /** Ends what a transaction has open there, if it has. */
  void end(Transaction ending, String how) throws IOException {
    if (backend != null && ending.onBackend()) {
      try {
        backend.run(how);
        ending.closedOnBackend();
        if (how.equals("ROLLBACK")) {
          toldDatabase = "";
        }
      } catch (PostgresException e) {
        throw SqlException.of(e.sqlState(), e.message());
      }
    }
  }

  /** PostgreSQL has a clock of its own; it is told when the engine's is ahead of it. */
  private void tellTime(Backend opened) {
    long ahead = session.engine().timestamps().ahead();
    if (ahead == told || session.transaction().onBackend()) {
      return;
    }
    try {
      opened.run("SET mz.clock_ahead = '" + ahead + " ms'");
      told = ahead;
    } catch (IOException e) {
      throw BackendErrors.lost(e);
    } catch (PostgresException e) {
      throw SqlException.of(e.sqlState(), e.message());
    }
  }

  /** What {@code pg_catalog} shows is the session's database. */
  private void tellDatabase(Backend opened) {
    String database = session.database();
    if (database.equals(toldDatabase)) {
      return;
    }
    try {
      opened.run("SET mz.database = '" + database.replace("'", "''") + "'");
      toldDatabase = database;
    } catch (IOException e) {
      throw BackendErrors.lost(e);
    } catch (PostgresException e) {
      throw SqlException.of(e.sqlState(), e.message());
    }
  }

  /** Shows the session in the catalog. */
  private void register(Backend opened) throws IOException, PostgresException {
    String role =
        session
            .engine()
            .catalog()
            .state()
            .role(session.role())
            .map(found -> found.id().value())
            .orElse("");
    opened.run(
        "INSERT INTO mz_local.session VALUES ('%s', %d, '%s', '127.0.0.1', now())"
            .formatted(session.id().uuid(), session.id().number(), role));
  }

  private void unregister(Backend open) {
    boolean done = false;
    if (open.isIdle()) {
      try {
        if (session.transaction().onBackend()) {
          open.run("ROLLBACK");
        }
        open.run("DELETE FROM mz_local.session WHERE id = '" + session.id().uuid() + "'");
        done = true;
      } catch (IOException | PostgresException e) {
        // As if it were in the middle of something.
      }
    }
    if (!done) {
      // Broken off in the middle of an answer, this connection is of no more use.
      open.close();
      try {
        session.engine().catalog().forgetSession(session.id().uuid());
      } catch (SqlException e) {
        // PostgreSQL is gone, and forgets its sessions at the next start.
      }
    }
  }

  @Override
  public void close() {
    if (backend != null) {
      unregister(backend);
      backend.close();
    }
  }
}
