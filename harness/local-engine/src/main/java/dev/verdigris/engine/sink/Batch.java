package dev.verdigris.engine.sink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** How long its keys and values are together, in UTF-8. */
  long bytes() {
    return records.stream().mapToLong(each -> bytes(each.key()) + bytes(each.value())).sum();
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
