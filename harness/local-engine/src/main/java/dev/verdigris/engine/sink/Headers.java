package dev.verdigris.engine.sink;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The headers of records: the time of each, and what the sink's HEADERS column says. */
final class Headers {

  private static final String TIMESTAMP = "materialize-timestamp";

  /** What begins so is Materialize's own and is left out of the column's (documented). */
  private static final String RESERVED = "materialize-";

  private Headers() {}

  /**
   * The headers of one record.
   *
   * @param column as a JSON object, null if the record has none
   */
  static List<Header> of(long timestamp, @Nullable String column) {
    List<Header> headers = new ArrayList<>();
    headers.add(
        new RecordHeader(TIMESTAMP, Long.toString(timestamp).getBytes(StandardCharsets.US_ASCII)));
    if (column != null && JsonText.parse(column) instanceof JsonObject map) {
      Iterator<Map.Entry<String, JsonElement>> entries = JsonText.sorted(map);
      while (entries.hasNext()) {
        Map.Entry<String, JsonElement> entry = entries.next();
        if (!entry.getKey().startsWith(RESERVED)) {
          headers.add(new RecordHeader(entry.getKey(), bytes(entry.getValue())));
        }
      }
    }
    return headers;
  }

  private static byte @Nullable [] bytes(JsonElement value) {
    if (value.isJsonNull()) {
      return null;
    }
    return value.getAsString().getBytes(StandardCharsets.UTF_8);
  }
}
