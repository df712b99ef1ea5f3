/** Tests of SUBSCRIBE. */
@NullMarked
package dev.verdigris.engine.subscribe;

import org.jspecify.annotations.NullMarked;
