package dev.verdigris.validations;

import dev.verdigris.catalog.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the columns of a relation of blue with those of green. Pure. */
final class ColumnComparison {
  static final String LOST = "lost";
  static final String ADDED = "added";
  static final String RETYPED = "retyped";
  static final String NULLABLE = "nullable";
  static final String ORDER = "order";

  private ColumnComparison() {}

  /**
   * What breaks the compatibility fails; what else differs is told as a warning.
   *
   * @param relation what people call it
   */
  static List<Observation> of(
      String relation, List<Column> blue, List<Column> green, Compatibility compatibility) {
    boolean backward = compatibility != Compatibility.FORWARD;
    boolean forward = compatibility != Compatibility.BACKWARD;
    Map<String, Column> before = byName(blue);
    Map<String, Column> after = byName(green);
    List<Observation> observations = new ArrayList<>();
    for (Column column : blue) {
      String name = relation + "." + column.name();
      Column now = after.get(column.name());
      if (now == null) {
        observations.add(grade(backward, LOST, name + ", " + describe(column)));
      } else if (!now.type().equals(column.type())) {
        observations.add(
            Observation.fail(RETYPED, name + "  blue " + column.type() + "  green " + now.type()));
      } else if (now.nullable() != column.nullable()) {
        observations.add(
            grade(
                now.nullable() ? backward : forward,
                NULLABLE,
                name + "  blue " + describe(column) + "  green " + describe(now)));
      }
    }
    for (Column column : green) {
      if (!before.containsKey(column.name())) {
        observations.add(
            grade(forward, ADDED, relation + "." + column.name() + ", " + describe(column)));
      }
    }
    String orderOfBlue = order(blue, after);
    String orderOfGreen = order(green, before);
    if (!orderOfBlue.equals(orderOfGreen)) {
      observations.add(
          grade(
              compatibility == Compatibility.EXACT,
              ORDER,
              relation + "  blue " + orderOfBlue + "  green " + orderOfGreen));
    }
    return observations;
  }

  private static Observation grade(boolean fails, String label, String text) {
    return fails ? Observation.fail(label, text) : Observation.warn(label, text);
  }

  private static Map<String, Column> byName(List<Column> columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    return byName;
  }

  /** The columns that both sides have, in the order of one of them. */
  private static String order(List<Column> columns, Map<String, Column> other) {
    return String.join(
        ", ", columns.stream().map(Column::name).filter(other::containsKey).toList());
  }

  private static String describe(Column column) {
    return column.type() + (column.nullable() ? "" : " not null");
  }
}
