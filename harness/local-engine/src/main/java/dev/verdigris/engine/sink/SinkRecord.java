package dev.verdigris.engine.sink;

import org.jspecify.annotations.Nullable;

/**
 * A record as it goes to the topic.
 *
 * @param key null where the sink has no key
 * @param value null for a tombstone
 */
record SinkRecord(@Nullable String key, @Nullable String value) {}
