package dev.verdigris.engine.subscribe;

import dev.verdigris.engine.snapshot.Contents;
import dev.verdigris.engine.snapshot.RowOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the difference of two contents as a subscription's rows. */
final class ChangeRows {

  private static final long PROGRESS_MILLIS = 1_000;
  private static final String VIOLATION = "key_violation";

  private static final Comparator<Map.Entry<List<@Nullable String>, Integer>> GONE_FIRST =
      Comparator.<Map.Entry<List<@Nullable String>, Integer>, Boolean>comparing(
              change -> change.getValue() > 0)
          .thenComparing(Map.Entry::getKey, RowOrder.ROWS);

  private final SubscribeShape shape;
  private final int width;
  private long progressed;

  ChangeRows(SubscribeShape shape, int width) {
    this.shape = shape;
    this.width = width;
  }

  /** What comes before all rows: with PROGRESS, the time at which it begins. */
  void begin(long timestamp, Collection<List<@Nullable String>> out) {
    if (shape.progress()) {
      progress(timestamp, out);
    }
  }

  void add(Contents before, Contents now, long timestamp, Collection<List<@Nullable String>> out) {
    Map<List<@Nullable String>, Integer> changes = now.minus(before);
    SubscribeForm form = shape.form();
    if (form instanceof SubscribeForm.Upsert upsert) {
      upserts(changes, now, upsert.key(), timestamp, out);
    } else if (form instanceof SubscribeForm.Debezium debezium) {
      states(changes, before, now, debezium.key(), timestamp, out);
    } else if (form instanceof SubscribeForm.Differences differences) {
      differences(changes, differences.order(), timestamp, out);
    }
    if (shape.progress()
        && (!changes.isEmpty() || timestamp - progressed >= PROGRESS_MILLIS)
        && timestamp + 1 > progressed) {
      progress(timestamp + 1, out);
    }
  }

  private void differences(
      Map<List<@Nullable String>, Integer> changes,
      @Nullable WithinTimestamp order,
      long timestamp,
      Collection<List<@Nullable String>> out) {
    List<Map.Entry<List<@Nullable String>, Integer>> sorted = new ArrayList<>(changes.entrySet());
    sorted.sort(order == null ? GONE_FIRST : order);
    for (Map.Entry<List<@Nullable String>, Integer> change : sorted) {
      List<@Nullable String> line = start(timestamp);
      line.add(change.getValue().toString());
      line.addAll(change.getKey());
      out.add(line);
    }
  }

  private void upserts(
      Map<List<@Nullable String>, Integer> changes,
      Contents now,
      List<Integer> key,
      long timestamp,
      Collection<List<@Nullable String>> out) {
    rowsByKey(changes, now, key)
        .forEach(
            (values, same) -> {
              List<@Nullable String> line = start(timestamp);
              line.add(same.isEmpty() ? "delete" : same.size() == 1 ? "upsert" : VIOLATION);
              line.addAll(values);
              addValues(line, only(same), key);
              out.add(line);
            });
  }

  /** As Materialize's page on SUBSCRIBE documents {@code ENVELOPE DEBEZIUM}. */
  private void states(
      Map<List<@Nullable String>, Integer> changes,
      Contents before,
      Contents now,
      List<Integer> key,
      long timestamp,
      Collection<List<@Nullable String>> out) {
    Map<List<@Nullable String>, List<List<@Nullable String>>> former =
        rowsByKey(changes, before, key);
    rowsByKey(changes, now, key)
        .forEach(
            (values, same) -> {
              List<List<@Nullable String>> old = former.getOrDefault(values, List.of());
              List<@Nullable String> line = start(timestamp);
              line.add(
                  same.isEmpty()
                      ? "delete"
                      : same.size() > 1 ? VIOLATION : old.isEmpty() ? "insert" : "upsert");
              line.addAll(values);
              addValues(line, same.size() > 1 ? null : only(old), key);
              addValues(line, only(same), key);
              out.add(line);
            });
  }

  /** The rows that the contents have of each key that changes, in the order of the keys. */
  private static Map<List<@Nullable String>, List<List<@Nullable String>>> rowsByKey(
      Map<List<@Nullable String>, Integer> changes, Contents contents, List<Integer> key) {
    Map<List<@Nullable String>, List<List<@Nullable String>>> byKey = new TreeMap<>(RowOrder.ROWS);
    changes.keySet().forEach(row -> byKey.put(keyOf(row, key), new ArrayList<>()));
    contents
        .rows()
        .forEach(
            (row, count) -> {
              List<List<@Nullable String>> same = byKey.get(keyOf(row, key));
              for (int i = 0; same != null && i < count; i++) {
                same.add(row);
              }
            });
    return byKey;
  }

  private static @Nullable List<@Nullable String> only(List<List<@Nullable String>> rows) {
    return rows.size() == 1 ? rows.get(0) : null;
  }

  private void addValues(
      List<@Nullable String> line, @Nullable List<@Nullable String> row, List<Integer> key) {
    for (int i = 0; i < width; i++) {
      if (!key.contains(i)) {
        line.add(row == null ? null : row.get(i));
      }
    }
  }

  private List<@Nullable String> start(long timestamp) {
    List<@Nullable String> line = new ArrayList<>();
    line.add(Long.toString(timestamp));
    if (shape.progress()) {
      line.add("f");
    }
    return line;
  }

  private void progress(long timestamp, Collection<List<@Nullable String>> out) {
    List<@Nullable String> line = new ArrayList<>();
    line.add(Long.toString(timestamp));
    line.add("t");
    for (int i = 2; i < shape.columns().size(); i++) {
      line.add(null);
    }
    out.add(line);
    progressed = timestamp;
  }

  private static List<@Nullable String> keyOf(List<@Nullable String> row, List<Integer> key) {
    List<@Nullable String> values = new ArrayList<>();
    key.forEach(position -> values.add(row.get(position)));
    return values;
  }
}
