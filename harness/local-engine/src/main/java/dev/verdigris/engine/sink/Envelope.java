package dev.verdigris.engine.sink;

import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.snapshot.RowOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of changed rows: {@code UPSERT} sends the new row of a key or a tombstone, {@code
 * DEBEZIUM} the row before and after.
 *
 * <p>Of each key the rows that went and the rows that came are paired in order; what is left over
 * stands alone. So with two rows of one key, which only {@code NOT ENFORCED} allows, one that goes
 * sends a tombstone though the other remains (recorded, {@code sinks.jsonl}, group duplicates).
 */
final class Envelope {

  private final boolean debezium;
  private final boolean hasKey;
  private final List<Integer> positions;
  private final JsonEncoder encoder;

  /** Position of the column that holds headers, from 0; -1 if there is none. */
  private final int headers;

  /**
   * The envelope of a sink over a relation.
   *
   * @param keys the keys that are known of the relation; DEBEZIUM without KEY pairs by the first
   */
  Envelope(ItemFacts.Sink sink, Item relation, List<List<Integer>> keys) {
    debezium = sink.envelope().equals("debezium");
    hasKey = !sink.key().isEmpty();
    encoder = new JsonEncoder(relation.columns());
    String own = sink.settings().headers();
    headers = own == null ? -1 : relation.position(own) - 1;
    positions =
        hasKey
            ? sink.key().stream().map(column -> relation.position(column) - 1).toList()
            : keys.isEmpty() ? List.of() : keys.get(0);
  }

  /** The records for rows that came (positive) and went (negative). */
  List<SinkRecord> records(Map<List<@Nullable String>, Integer> changes) {
    Map<List<@Nullable String>, Pairs> byKey = new TreeMap<>(RowOrder.ROWS);
    changes.forEach(
        (row, count) -> {
          Pairs pairs = byKey.computeIfAbsent(group(row), key -> new Pairs());
          List<List<@Nullable String>> side = count < 0 ? pairs.before : pairs.after;
          for (int i = 0; i < Math.abs(count); i++) {
            side.add(row);
          }
        });
    List<SinkRecord> records = new ArrayList<>();
    byKey.values().forEach(pairs -> pairs.addTo(records));
    return records;
  }

  /** What rows are paired by; without any key only equal rows would be, and those cancel out. */
  private List<@Nullable String> group(List<@Nullable String> row) {
    if (positions.isEmpty() && !hasKey) {
      return row;
    }
    List<@Nullable String> key = new ArrayList<>();
    positions.forEach(position -> key.add(row.get(position)));
    return key;
  }

  /** The rows of one key. */
  private final class Pairs {
    private final List<List<@Nullable String>> before = new ArrayList<>();
    private final List<List<@Nullable String>> after = new ArrayList<>();

    void addTo(List<SinkRecord> records) {
      before.sort(RowOrder.ROWS);
      after.sort(RowOrder.ROWS);
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        List<@Nullable String> old = i < before.size() ? before.get(i) : null;
        List<@Nullable String> now = i < after.size() ? after.get(i) : null;
        List<@Nullable String> any = now != null ? now : old;
        String key = hasKey && any != null ? encoder.key(any, positions) : null;
        String own = headers >= 0 && now != null ? now.get(headers) : null;
        records.add(new SinkRecord(key, debezium ? debezium(old, now) : json(now), own));
      }
    }

    private String debezium(
        @Nullable List<@Nullable String> old, @Nullable List<@Nullable String> now) {
      return "{\"before\":" + json(old) + ",\"after\":" + json(now) + "}";
    }

    private @Nullable String json(@Nullable List<@Nullable String> row) {
      return row == null ? null : encoder.row(row);
    }
  }
}
