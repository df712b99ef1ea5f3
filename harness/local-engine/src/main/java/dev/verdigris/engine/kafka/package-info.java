/** The Kafka broker that sinks write to: one in this process, or one given by its address. */
@NullMarked
package dev.verdigris.engine.kafka;

import org.jspecify.annotations.NullMarked;
