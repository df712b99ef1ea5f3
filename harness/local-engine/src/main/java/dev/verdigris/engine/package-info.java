/** The embedded engine that poses as Materialize, strictly. */
@NullMarked
package dev.verdigris.engine;

import org.jspecify.annotations.NullMarked;
