package dev.verdigris.engine.catalog;

/** Runs statements on the catalog's tables, if there is a catalog now. */
@FunctionalInterface
interface StoreStatements {
  void run(String sql, String... parameters);
}
