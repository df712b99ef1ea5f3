/** Who brought what into production, when and how it ended: for people, nothing depends on it. */
@NullMarked
package dev.verdigris.history;

import org.jspecify.annotations.NullMarked;
