package dev.verdigris.catalog;

import dev.verdigris.execute.Sessions;
import java.util.List;

/** Reads snapshots: the one place with catalog SQL. */
@SuppressWarnings("DoNotCallSuggester")
public final class CatalogReader {
  private CatalogReader() {}

  /** The columns of one relation, in order. */
  public static List<Column> columns(Sessions sessions, String relationId) {
    throw new UnsupportedOperationException(relationId + sessions.describe());
  }
}
