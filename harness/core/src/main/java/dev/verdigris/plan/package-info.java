/** Plans: what each phase would send, computed from a snapshot by pure functions. */
@NullMarked
package dev.verdigris.plan;

import org.jspecify.annotations.NullMarked;
