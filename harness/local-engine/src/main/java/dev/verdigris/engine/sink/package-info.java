/**
 * Kafka sinks: what they capture from their relations and how they send it.
 *
 * <p>A sink has two halves. One <em>captures</em>: at every commit that its relation can depend on
 * it fixes a snapshot, compares it with the last one, and writes the difference down as records,
 * with the commit's time. The other <em>sends</em>: it takes what was captured, in order, into one
 * Kafka transaction for each time, together with the progress record. What is captured and not sent
 * is kept in PostgreSQL, so a paused, stalled or restarted sink loses nothing and repeats nothing.
 */
@NullMarked
package dev.verdigris.engine.sink;

import org.jspecify.annotations.NullMarked;
