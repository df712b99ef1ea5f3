/**
 * The engine's catalog: what exists under which name and id, who may do what with it, and the
 * statements that change it.
 *
 * <p>{@link dev.verdigris.engine.catalog.CatalogState} is one immutable version of everything;
 * {@link dev.verdigris.engine.catalog.Catalog} holds the newest one and moves it on, one statement
 * or one transaction at a time.
 */
@NullMarked
package dev.verdigris.engine.catalog;

import org.jspecify.annotations.NullMarked;
