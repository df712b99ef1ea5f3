/** Tests of the sinks. */
@NullMarked
package dev.verdigris.engine.sink;

import org.jspecify.annotations.NullMarked;
