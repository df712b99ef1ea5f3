package dev.verdigris.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Some measurements of one thing: their median, and how far they lie apart. */
record Spread(List<Double> sorted) {

  static Spread of(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return new Spread(List.copyOf(sorted));
  }

  double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double least() {
    return sorted.get(0);
  }

  double most() {
    return sorted.get(sorted.size() - 1);
  }

  /** Such as {@code 12.3 (11.9–14.0)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f (%.1f–%.1f)", median(), least(), most());
  }
}
