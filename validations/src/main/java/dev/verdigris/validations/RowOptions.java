package dev.verdigris.validations;

import dev.verdigris.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options that only assertions on rows have. */
final class RowOptions {
  private final List<String> key = new ArrayList<>();
  private final Set<String> ignored = new LinkedHashSet<>();
  private final Map<String, Tolerance> tolerances = new LinkedHashMap<>();
  private final List<String> groups = new ArrayList<>();
  private final Map<String, Double> matchRates = new LinkedHashMap<>();
  private @Nullable String where;
  private @Nullable AcceptedDifferences accepted;
  private long allowed;

  void key(List<String> columns) {
    key.clear();
    key.addAll(columns);
    check();
  }

  void ignore(List<String> columns) {
    ignored.addAll(columns);
    check();
  }

  void tolerate(String column, Tolerance tolerance) {
    tolerances.put(column, tolerance);
    check();
  }

  private void check() {
    for (String column : key) {
      if (ignored.contains(column)) {
        throw OptionProblems.keyIgnored(column);
      }
      if (tolerances.containsKey(column)) {
        throw OptionProblems.keyTolerated(column);
      }
    }
  }

  void group(List<String> columns) {
    groups.clear();
    groups.addAll(columns);
  }

  void where(String condition) {
    where = condition;
  }

  void accept(AcceptedDifferences differences) {
    accepted = differences;
  }

  void allow(long rows) {
    allowed = rows;
  }

  void matchRate(String column, double percent) {
    matchRates.put(column, percent);
  }

  List<String> key() {
    return key;
  }

  Set<String> ignored() {
    return ignored;
  }

  Map<String, Tolerance> tolerances() {
    return tolerances;
  }

  List<String> groups() {
    return groups;
  }

  Map<String, Double> matchRates() {
    return matchRates;
  }

  @Nullable AcceptedDifferences accepted() {
    return accepted;
  }

  long allowed() {
    return allowed;
  }

  /** The rows that count, for a FROM: the caller names them by AS. */
  String from(Relation relation) {
    return where == null
        ? relation.toString()
        : "(SELECT * FROM " + relation + " WHERE (" + where + "))";
  }

  /** What a message says of the rows that count and of the time. */
  List<String> rules(Options options, Relation... relations) {
    List<String> rules = new ArrayList<>();
    if (where != null) {
      rules.add("where " + where);
    }
    if (!options.timing().isOnce()) {
      rules.add(options.timing().toString());
    }
    for (Relation relation : relations) {
      if (relation.movesWithTime()) {
        rules.add(
            relation.environment()
                + " filters by mz_now(): its rows change as time passes, and all was read at one"
                + " time");
      }
    }
    return rules;
  }
}
