package dev.verdigris.engine.query;

import dev.verdigris.engine.SessionContext;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.sql.Query;
import dev.verdigris.engine.sql.ShowStatement;

/** What a {@code SHOW} asks, as a query of system relations. */
@FunctionalInterface
public interface Shows {
  /** The query that {@code show} stands for. */
  Query query(ShowStatement show, CatalogState state, SessionContext session);
}
