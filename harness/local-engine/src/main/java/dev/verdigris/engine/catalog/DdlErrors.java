package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;

/** Errors of DDL, in Materialize's words. */
final class DdlErrors {
  private DdlErrors() {}

  static SqlException catalogChanged() {
    return SqlException.of(
            "40001", "another session modified the catalog while this DDL transaction was open")
        .withHint(
            "Currently, DDL transactions fail when any other DDL happens concurrently, even on"
                + " unrelated schemas/clusters.");
  }
}
