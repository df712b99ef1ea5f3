/** An immutable snapshot of the server's catalog, and the one place with catalog SQL. */
@NullMarked
package dev.verdigris.catalog;

import org.jspecify.annotations.NullMarked;
