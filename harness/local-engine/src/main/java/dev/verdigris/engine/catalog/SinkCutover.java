package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SessionContext;
import java.util.function.Supplier;

/** Knows when a sink can move to another relation, and moves it at one time. */
@FunctionalInterface
public interface SinkCutover {

  /**
   * Waits until the sink may read the other relation, and then has the catalog say so while nothing
   * is written to any table. Nothing is locked while it waits.
   *
   * @param sink as it was when the statement began
   * @param next what is to become of it
   * @param session whose interruption ends the wait
   * @param move makes it so in the catalog, once; it checks again that this is possible
   * @throws dev.verdigris.engine.SqlException if the wait ends otherwise, such as 57014
   */
  DdlResult cutOver(
      Item sink, ItemFacts.Sink next, SessionContext session, Supplier<DdlResult> move);
}
