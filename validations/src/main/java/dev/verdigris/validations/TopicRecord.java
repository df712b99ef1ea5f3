package dev.verdigris.validations;

import org.jspecify.annotations.Nullable;

/**
 * A record of a sink's topic.
 *
 * @param key its key, JSON
 * @param value its value, JSON; null for a tombstone
 * @param timestamp the time of Materialize at which the row changed; the sink's header tells it
 */
record TopicRecord(String key, @Nullable String value, long timestamp) {}
