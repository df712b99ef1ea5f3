package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns that an expression can name, and the common table expressions that a FROM can.
 *
 * @param outer the scope around a subquery
 * @param entries the columns of the query's own level
 * @param ctes common table expressions by name
 */
record Scope(@Nullable Scope outer, List<Entry> entries, Map<String, Cte> ctes) {

  /**
   * A column that can be named.
   *
   * @param table the name of its table here; null for a column that a USING merged
   * @param path database and schema of a table that goes by its own name
   * @param name its name
   * @param expression what it is
   * @param qualifiedOnly whether it needs its table's name: it was merged by a USING
   */
  record Entry(
      @Nullable String table,
      List<String> path,
      String name,
      Expression expression,
      boolean qualifiedOnly) {

    Entry withExpression(Expression newExpression) {
      return new Entry(table, path, name, newExpression, qualifiedOnly);
    }

    Entry merged() {
      return new Entry(table, path, name, expression, true);
    }
  }

  /** A common table expression: its PostgreSQL name and what it gives. */
  record Cte(String physical, Relation relation) {}

  static final Scope EMPTY = new Scope(null, List.of(), Map.of());

  /** A scope for a subquery of this one. */
  Scope inner(List<Entry> newEntries) {
    return new Scope(this, newEntries, ctes);
  }

  Scope withEntries(List<Entry> newEntries) {
    return new Scope(outer, newEntries, ctes);
  }

  Scope withCtes(Map<String, Cte> newCtes) {
    return new Scope(outer, entries, newCtes);
  }

  /** The expression that a column name means, null if none. */
  @Nullable Expression find(List<String> parts) {
    List<Entry> found = here(parts);
    if (found.size() > 1) {
      throw QueryErrors.ambiguous(String.join(".", parts));
    }
    if (found.size() == 1) {
      Entry entry = found.get(0);
      Expression expression = entry.expression();
      String shown = entry.table() == null ? entry.name() : entry.table() + "." + entry.name();
      return expression.withFacts(expression.facts().withColumn(shown));
    }
    Expression row = parts.size() == 1 ? row(parts.get(0)) : null;
    if (row != null || outer == null) {
      return row;
    }
    Expression further = outer.find(parts);
    return further == null ? null : further.withFacts(further.facts().grouped());
  }

  /** Whether a name of one part is a column of this very level. */
  boolean hasColumn(String name) {
    return !here(List.of(name)).isEmpty();
  }

  /** The columns that {@code *} means. */
  List<Entry> wildcard() {
    return entries.stream().filter(entry -> !entry.qualifiedOnly()).toList();
  }

  /** The columns that {@code table.*} means, of this or an outer level. */
  List<Entry> wildcard(List<String> qualifier) {
    List<Entry> found = entries.stream().filter(entry -> qualifies(entry, qualifier)).toList();
    if (found.isEmpty() && outer != null) {
      return outer.wildcard(qualifier);
    }
    if (found.isEmpty()) {
      throw SqlException.internal("no table named '" + String.join(".", qualifier) + "' in scope");
    }
    return found;
  }

  private List<Entry> here(List<String> parts) {
    String name = parts.get(parts.size() - 1);
    List<String> qualifier = parts.subList(0, parts.size() - 1);
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries) {
      boolean seen = qualifier.isEmpty() ? !entry.qualifiedOnly() : qualifies(entry, qualifier);
      if (seen && entry.name().equals(name)) {
        found.add(entry);
      }
    }
    return found;
  }

  private static boolean qualifies(Entry entry, List<String> qualifier) {
    if (entry.table() == null || !entry.table().equals(last(qualifier))) {
      return false;
    }
    List<String> given = qualifier.subList(0, qualifier.size() - 1);
    int skip = entry.path().size() - given.size();
    return skip >= 0 && entry.path().subList(skip, entry.path().size()).equals(given);
  }

  /** The columns of this level whose names are almost that of one that is not there. */
  List<String> similar(List<String> parts) {
    String name = parts.get(parts.size() - 1);
    List<String> qualifier = parts.subList(0, parts.size() - 1);
    List<String> found = new ArrayList<>();
    for (Entry entry : entries) {
      boolean here = qualifier.isEmpty() || qualifies(entry, qualifier);
      if (here && Similarity.of(name, entry.name()) >= Similarity.SIMILAR) {
        String prefix = qualifier.isEmpty() ? "" : String.join(".", qualifier) + ".";
        String shown = prefix + entry.name();
        if (!found.contains(shown)) {
          found.add(shown);
        }
      }
    }
    return found;
  }

  private static String last(List<String> parts) {
    return parts.get(parts.size() - 1);
  }

  /** A whole table as a row. */
  private @Nullable Expression row(String table) {
    List<Entry> columns = entries.stream().filter(e -> table.equals(e.table())).toList();
    if (columns.isEmpty()) {
      return null;
    }
    List<Expression> fields = columns.stream().map(Entry::expression).toList();
    List<SqlType.Field> types =
        columns.stream().map(e -> new SqlType.Field(e.name(), e.expression().type())).toList();
    String sql = fields.stream().map(Rendering::shown).collect(Collectors.joining(", "));
    Facts facts = Facts.NONE;
    for (Entry column : columns) {
      facts = facts.withColumn(table + "." + column.name());
    }
    return Expression.of("ROW(" + sql + ")", SqlType.record(types), false, fields)
        .withOrigin(new Origin.Row(fields))
        .withFacts(facts);
  }
}
