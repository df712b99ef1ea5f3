package dev.verdigris.validations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows in which green and blue differ, paired by their key. */
final class Difference {
  private final Comparison comparison;
  private final Map<List<@Nullable String>, List<List<@Nullable String>>> green =
      new LinkedHashMap<>();
  private final Map<List<@Nullable String>, List<List<@Nullable String>>> blue =
      new LinkedHashMap<>();
  private final List<List<@Nullable String>> onlyGreen = new ArrayList<>();
  private final List<List<@Nullable String>> onlyBlue = new ArrayList<>();
  private final List<Change> changed = new ArrayList<>();
  private String at = "";
  private String cluster = "";
  private long greenRows;
  private long blueRows;
  private boolean cut;

  Difference(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * A row whose key is in both.
   *
   * @param key values of the key
   * @param column the index of the first column that differs
   * @param blue its value in blue
   * @param green its value in green
   */
  record Change(
      List<@Nullable String> key, int column, @Nullable String blue, @Nullable String green) {}

  void readAt(String timestamp, String onCluster, long rowsOfGreen, long rowsOfBlue) {
    at = timestamp;
    cluster = onCluster;
    greenRows = rowsOfGreen;
    blueRows = rowsOfBlue;
  }

  /** Adds a row that only one side has in exactly this form. */
  void add(boolean isGreen, List<@Nullable String> row) {
    (isGreen ? green : blue)
        .computeIfAbsent(row.subList(0, comparison.keyLength()), key -> new ArrayList<>())
        .add(row);
  }

  /** Says that there are more rows than were looked at. */
  void cut() {
    cut = true;
  }

  /** Pairs the rows that were added. */
  void pair() {
    green.forEach(
        (key, rows) -> {
          List<List<@Nullable String>> others = blue.getOrDefault(key, List.of());
          for (int i = 0; i < Math.max(rows.size(), others.size()); i++) {
            pair(
                key,
                i < rows.size() ? rows.get(i) : null,
                i < others.size() ? others.get(i) : null);
          }
        });
    blue.forEach(
        (key, rows) -> {
          if (!green.containsKey(key)) {
            onlyBlue.addAll(rows);
          }
        });
  }

  private void pair(
      List<@Nullable String> key,
      @Nullable List<@Nullable String> ofGreen,
      @Nullable List<@Nullable String> ofBlue) {
    if (ofBlue == null) {
      if (ofGreen != null) {
        onlyGreen.add(ofGreen);
      }
      return;
    }
    if (ofGreen == null) {
      onlyBlue.add(ofBlue);
      return;
    }
    for (int column = comparison.keyLength(); column < comparison.columns().size(); column++) {
      if (!comparison.equal(column, ofGreen.get(column), ofBlue.get(column))) {
        changed.add(new Change(key, column, ofBlue.get(column), ofGreen.get(column)));
        return;
      }
    }
  }

  boolean isEmpty() {
    return changed.isEmpty() && onlyGreen.isEmpty() && onlyBlue.isEmpty() && !cut;
  }

  Comparison comparison() {
    return comparison;
  }

  List<Change> changed() {
    return changed;
  }

  List<List<@Nullable String>> onlyGreen() {
    return onlyGreen;
  }

  List<List<@Nullable String>> onlyBlue() {
    return onlyBlue;
  }

  String at() {
    return at;
  }

  String cluster() {
    return cluster;
  }

  long greenRows() {
    return greenRows;
  }

  long blueRows() {
    return blueRows;
  }

  boolean isCut() {
    return cut;
  }
}
