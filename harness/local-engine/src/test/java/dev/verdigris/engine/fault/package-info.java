/** What a plain client sees of an engine that was told to go wrong. */
@NullMarked
package dev.verdigris.engine.fault;

import org.jspecify.annotations.NullMarked;
