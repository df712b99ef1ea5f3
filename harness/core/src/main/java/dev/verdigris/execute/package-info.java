/** Runs plans: sessions, deadlines that cancel, the swap's transaction, events. */
@NullMarked
package dev.verdigris.execute;

import org.jspecify.annotations.NullMarked;
