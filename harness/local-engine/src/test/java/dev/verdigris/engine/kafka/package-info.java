/** Tests of the broker. */
@NullMarked
package dev.verdigris.engine.kafka;

import org.jspecify.annotations.NullMarked;
