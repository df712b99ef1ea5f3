package dev.verdigris.engine.sink;

import java.util.List;

/**
 * What goes to the topic in one transaction.
 *
 * @param timestamp of all its records, in milliseconds since 1970
 * @param version of the sink when it was captured: how often it had been altered
 */
record Batch(long timestamp, int version, List<SinkRecord> records) {
  Batch {
    records = List.copyOf(records);
  }
}
