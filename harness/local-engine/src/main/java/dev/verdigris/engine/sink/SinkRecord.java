package dev.verdigris.engine.sink;

import org.jspecify.annotations.Nullable;

/**
 * A record as it goes to the topic.
 *
 * @param key null where the sink has no key
 * @param value null for a tombstone
 * @param headers further headers as a JSON object, whose values are the texts of the column's; null
 *     for none
 */
record SinkRecord(@Nullable String key, @Nullable String value, @Nullable String headers) {

  /** A record without headers of its own. */
  SinkRecord(@Nullable String key, @Nullable String value) {
    this(key, value, null);
  }
}
