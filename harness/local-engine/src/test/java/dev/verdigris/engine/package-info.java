/** Tests of the engine as a whole. */
@NullMarked
package dev.verdigris.engine;

import org.jspecify.annotations.NullMarked;
