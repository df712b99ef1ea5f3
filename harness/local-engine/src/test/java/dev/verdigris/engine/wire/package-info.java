/** Tests of sessions, by a driver and by bytes. */
@NullMarked
package dev.verdigris.engine.wire;

import org.jspecify.annotations.NullMarked;
