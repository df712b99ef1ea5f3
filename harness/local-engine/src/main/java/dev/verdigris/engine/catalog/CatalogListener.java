package dev.verdigris.engine.catalog;

/** Somebody who has to know what changed in the catalog. */
@FunctionalInterface
public interface CatalogListener {

  /**
   * Told once for each change, in order, after it is published and before the statement that made
   * it completes; no other change happens meanwhile.
   */
  void catalogChanged(CatalogState before, CatalogState after);
}
