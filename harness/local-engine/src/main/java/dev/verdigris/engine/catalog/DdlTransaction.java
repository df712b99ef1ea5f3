package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renames and swaps that happen together or not at all. Until {@link #commit()} they are in memory
 * only: nobody sees them, nobody waits for them, and forgetting them is a rollback. One thread at a
 * time.
 */
public final class DdlTransaction {
  private final Catalog catalog;
  private final SessionContext session;
  private final Services services;
  private final List<Change> changes = new ArrayList<>();
  private @Nullable CatalogState base;
  private @Nullable CatalogState pending;

  DdlTransaction(Catalog catalog, SessionContext session, Services services) {
    this.catalog = catalog;
    this.session = session;
    this.services = services;
  }

  /** The state that this transaction's next statement is planned against. */
  public CatalogState state() {
    return pending != null ? pending : catalog.state();
  }

  /**
   * Adds a rename or swap, planned against {@link #state()}.
   *
   * @throws SqlException 40001 if the catalog changed since the first of them; else in
   *     Materialize's words
   */
  public DdlResult alter(AlterStatement statement) {
    if (base == null) {
      base = catalog.state();
    } else if (base.revision() != catalog.revision()) {
      throw DdlErrors.catalogChanged();
    }
    Change change = new Change(state(), session, services);
    String tag = DdlExecutor.run(statement, change);
    changes.add(change);
    pending = change.successor();
    return new DdlResult(tag, change.changed());
  }

  /**
   * Makes it all happen.
   *
   * @throws SqlException 40001 if the catalog changed since the first {@link #alter}; nothing has
   *     happened then
   */
  public void commit() {
    if (base != null) {
      catalog.commit(base, changes);
    }
  }
}
