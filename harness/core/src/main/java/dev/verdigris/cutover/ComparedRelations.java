package dev.verdigris.cutover;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a sink reads beside what it shall read, column by column.
 *
 * @param oldRelation the whole name of what it reads, as statements have it
 * @param newRelation the whole name of what it shall read, as statements have it
 * @param key the columns of its key; empty where it has none, so that whole rows are compared
 * @param columns the columns of the new relation in their order, then those that only the old one
 *     has, where they count
 */
public record ComparedRelations(
    String oldRelation, String newRelation, List<String> key, List<Compared> columns) {

  /** Makes the lists immutable. */
  public ComparedRelations {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  /**
   * A column of the new relation, or one that only the old one has.
   *
   * @param name its name
   * @param oldType its type in the old relation; empty where that has no such column
   * @param newType its type in the new relation; empty where that has no such column
   */
  public record Compared(String name, String oldType, String newType) {

    /** Whether only the new relation has it. */
    public boolean isAdded() {
      return oldType.isEmpty();
    }

    /** Whether only the old relation has it. */
    public boolean isLost() {
      return newType.isEmpty();
    }

    /** Whether it has another type than before. */
    public boolean isRetyped() {
      return !isAdded() && !isLost() && !oldType.equals(newType);
    }
  }

  /** Compares two relations by the columns of the new one. */
  public static ComparedRelations of(
      String oldRelation,
      List<Column> oldColumns,
      String newRelation,
      List<Column> newColumns,
      List<String> key) {
    Map<String, Column> before =
        oldColumns.stream()
            .collect(Collectors.toMap(Column::name, Function.identity(), (one, two) -> one));
    List<Compared> columns = new ArrayList<>();
    for (Column column : newColumns) {
      Column old = before.get(column.name());
      columns.add(new Compared(column.name(), old == null ? "" : old.type(), column.type()));
    }
    return new ComparedRelations(oldRelation, newRelation, key, columns);
  }

  /**
   * The same with the columns that only the old relation has, last: what is lost of a record
   * changes it, as does what is added.
   */
  public ComparedRelations withLost(List<Column> oldColumns) {
    Set<String> kept = columns.stream().map(Compared::name).collect(Collectors.toSet());
    List<Compared> all = new ArrayList<>(columns);
    for (Column column : oldColumns) {
      if (!kept.contains(column.name())) {
        all.add(new Compared(column.name(), column.type(), ""));
      }
    }
    return new ComparedRelations(oldRelation, newRelation, key, all);
  }

  /** What identifies a row: the key, or every column where there is none. */
  List<String> identity() {
    return key.isEmpty() ? columns.stream().map(Compared::name).toList() : key;
  }

  /** The columns that are no part of what identifies a row. */
  List<String> values() {
    List<String> identity = identity();
    return columns.stream().map(Compared::name).filter(name -> !identity.contains(name)).toList();
  }

  /** A query that a person looks further with: the rows that only one of them has. */
  public String difference() {
    String before = "SELECT " + oldList() + " FROM " + oldRelation;
    String after = "SELECT " + newList() + " FROM " + newRelation;
    return "SELECT 'after' AS only, a.* FROM ("
        + after
        + " EXCEPT ALL "
        + before
        + ") AS a UNION ALL SELECT 'before' AS only, b.* FROM ("
        + before
        + " EXCEPT ALL "
        + after
        + ") AS b";
  }

  /** A select list of the old relation's columns in the order of the new one's. */
  String oldList() {
    return columns.stream()
        .map(column -> column.isAdded() ? none(column, column.newType()) : value(column))
        .collect(Collectors.joining(", "));
  }

  /** A select list of the new relation's columns. */
  String newList() {
    return columns.stream()
        .map(column -> column.isLost() ? none(column, column.oldType()) : value(column))
        .collect(Collectors.joining(", "));
  }

  private static String none(Compared column, String type) {
    return "NULL::" + type + " AS " + Identifiers.quote(column.name());
  }

  /** Types that differ cannot be compared but by their texts. */
  private static String value(Compared column) {
    String name = Identifiers.quote(column.name());
    return column.isRetyped() ? name + "::text AS " + name : name;
  }
}
