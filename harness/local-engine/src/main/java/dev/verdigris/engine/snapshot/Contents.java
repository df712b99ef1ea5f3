package dev.verdigris.engine.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a relation at one time, as a multiset. */
public final class Contents {

  private final Map<List<@Nullable String>, Integer> rows = new HashMap<>();

  /** Counts a row in; negative to take it out. */
  public void add(List<@Nullable String> row, int times) {
    rows.merge(row, times, Contents::sum);
  }

  /** How often a row is there. */
  public int count(List<@Nullable String> row) {
    return rows.getOrDefault(row, 0);
  }

  /** The rows and how often each is there, in no order. */
  public Map<List<@Nullable String>, Integer> rows() {
    return rows;
  }

  /** What must be added to {@code before} to get this: negative counts for what went. */
  public Map<List<@Nullable String>, Integer> minus(Contents before) {
    Map<List<@Nullable String>, Integer> difference = new HashMap<>();
    rows.forEach(
        (row, count) -> {
          int change = count - before.count(row);
          if (change != 0) {
            difference.put(row, change);
          }
        });
    before.rows.forEach(
        (row, count) -> {
          if (!rows.containsKey(row)) {
            difference.put(row, -count);
          }
        });
    return difference;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Contents contents && rows.equals(contents.rows);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  private static @Nullable Integer sum(Integer left, Integer right) {
    int sum = left + right;
    return sum == 0 ? null : sum;
  }
}
