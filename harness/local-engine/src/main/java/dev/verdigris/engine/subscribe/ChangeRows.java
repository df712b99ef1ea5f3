package dev.verdigris.engine.subscribe;

import dev.verdigris.engine.snapshot.Contents;
import dev.verdigris.engine.snapshot.RowOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the difference of two contents as a subscription's rows. */
final class ChangeRows {

  private static final long PROGRESS_MILLIS = 1_000;

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
    List<Integer> key = shape.key();
    if (key == null) {
      differences(changes, timestamp, out);
    } else {
      upserts(changes, now, key, timestamp, out);
    }
    if (shape.progress()
        && (!changes.isEmpty() || timestamp - progressed >= PROGRESS_MILLIS)
        && timestamp + 1 > progressed) {
      progress(timestamp + 1, out);
    }
  }

  private void differences(
      Map<List<@Nullable String>, Integer> changes,
      long timestamp,
      Collection<List<@Nullable String>> out) {
    Map<List<@Nullable String>, Integer> sorted = new TreeMap<>(RowOrder.ROWS);
    sorted.putAll(changes);
    for (boolean gone : new boolean[] {true, false}) {
      sorted.forEach(
          (row, count) -> {
            if (count < 0 == gone) {
              List<@Nullable String> line = start(timestamp);
              line.add(Integer.toString(count));
              line.addAll(row);
              out.add(line);
            }
          });
    }
  }

  private void upserts(
      Map<List<@Nullable String>, Integer> changes,
      Contents now,
      List<Integer> key,
      long timestamp,
      Collection<List<@Nullable String>> out) {
    Map<List<@Nullable String>, List<List<@Nullable String>>> present =
        new TreeMap<>(RowOrder.ROWS);
    changes.keySet().forEach(row -> present.put(keyOf(row, key), new ArrayList<>()));
    now.rows()
        .forEach(
            (row, count) -> {
              List<List<@Nullable String>> same = present.get(keyOf(row, key));
              for (int i = 0; same != null && i < count; i++) {
                same.add(row);
              }
            });
    present.forEach(
        (values, same) -> {
          List<@Nullable String> line = start(timestamp);
          line.add(same.isEmpty() ? "delete" : same.size() == 1 ? "upsert" : "key_violation");
          line.addAll(values);
          for (int i = 0; i < width; i++) {
            if (!key.contains(i)) {
              line.add(same.size() == 1 ? same.get(0).get(i) : null);
            }
          }
          out.add(line);
        });
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
