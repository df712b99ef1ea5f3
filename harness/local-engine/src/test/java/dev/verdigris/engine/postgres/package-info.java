/** Tests of the launcher. */
@NullMarked
package dev.verdigris.engine.postgres;

import org.jspecify.annotations.NullMarked;
