package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;

/** Knows when a sink can move to another relation. */
@FunctionalInterface
public interface SinkCutover {

  /**
   * Waits until the sink may read the other relation: until it runs, and has sent what it has to.
   * Nothing is locked meanwhile. The move itself is told to {@link CatalogListener}s afterwards,
   * before the statement completes.
   *
   * @param sink as it is
   * @param from what it is to read
   * @throws dev.verdigris.engine.SqlException if the wait ends otherwise, such as 57014
   */
  void await(Item sink, Item from, SessionContext session);
}
