package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks up the columns that options and assertions name, and refuses what is not there. */
final class Columns {
  private static final Set<String> NUMBERS =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "uint2",
          "uint4",
          "uint8",
          "numeric",
          "real",
          "double precision");
  private static final Set<String> WHOLE =
      Set.of("smallint", "integer", "bigint", "uint2", "uint4", "uint8");
  private static final Set<String> TEXTS = Set.of("text", "character varying", "character");

  private Columns() {}

  /** The names of all columns, in order. */
  static List<String> of(Relation relation) {
    return relation.columns().stream().map(Column::name).toList();
  }

  static boolean has(Relation relation, String name) {
    return of(relation).contains(name);
  }

  /**
   * A column.
   *
   * @throws IllegalArgumentException when there is none, with the nearest
   */
  static Column find(Relation relation, String name) {
    return relation.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> OptionProblems.noColumn(relation.name(), name, of(relation)));
  }

  /**
   * Columns that an option names.
   *
   * @throws IllegalArgumentException when one is not there, or there twice, or there are none
   */
  static List<String> all(String option, Relation relation, String... names) {
    if (names.length == 0) {
      throw OptionProblems.noColumns(option);
    }
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (found.contains(find(relation, name).name())) {
        throw OptionProblems.twice(option, name);
      }
      found.add(name);
    }
    return found;
  }

  /** Refuses names that stand there twice. */
  static void once(String option, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw OptionProblems.twice(option, name);
      }
    }
  }

  static String quoted(List<String> names) {
    return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
  }

  /** The same with the name of a table before each. */
  static String quoted(String table, List<String> names) {
    return names.stream()
        .map(name -> table + "." + Identifiers.quote(name))
        .collect(Collectors.joining(", "));
  }

  static boolean isNumber(Column column) {
    return NUMBERS.contains(column.type());
  }

  static boolean isWhole(Column column) {
    return WHOLE.contains(column.type());
  }

  static boolean isFloat(Column column) {
    return column.type().equals("real") || column.type().equals("double precision");
  }

  static boolean isText(Column column) {
    return TEXTS.contains(column.type());
  }

  static boolean isTime(Column column) {
    return column.type().startsWith("timestamp") || column.type().equals("date");
  }

  static boolean isInstant(Column column) {
    return column.type().startsWith("timestamp");
  }

  /** What rows can be sorted by: not everything that can be compared has an order everywhere. */
  static String sortable(Column column, String sql) {
    return isNumber(column) || isTime(column) || isText(column) ? sql : sql + "::text";
  }

  /** The same for columns of a relation by name, with commas between. */
  static String order(Relation relation, List<String> names) {
    return names.stream()
        .map(name -> sortable(find(relation, name), Identifiers.quote(name)))
        .collect(Collectors.joining(", "));
  }

  /** A column of a kind that an assertion needs. */
  static Column number(String option, Relation relation, String name) {
    Column column = find(relation, name);
    if (!isNumber(column)) {
      throw OptionProblems.wrongType(option, name, column.type(), "a number");
    }
    return column;
  }

  static Column whole(String option, Relation relation, String name) {
    Column column = find(relation, name);
    if (!isWhole(column)) {
      throw OptionProblems.wrongType(option, name, column.type(), "a whole number");
    }
    return column;
  }

  static Column text(String option, Relation relation, String name) {
    Column column = find(relation, name);
    if (!isText(column)) {
      throw OptionProblems.wrongType(option, name, column.type(), "text");
    }
    return column;
  }

  static Column time(String option, Relation relation, String name) {
    Column column = find(relation, name);
    if (!isTime(column)) {
      throw OptionProblems.wrongType(option, name, column.type(), "a timestamp");
    }
    return column;
  }

  static Column jsonb(String option, Relation relation, String name) {
    Column column = find(relation, name);
    if (!column.type().equals("jsonb")) {
      throw OptionProblems.wrongType(option, name, column.type(), "jsonb");
    }
    return column;
  }
}
