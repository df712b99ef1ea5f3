package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.Ident;
import dev.verdigris.engine.sql.ObjectName;
import dev.verdigris.engine.sql.Option;
import dev.verdigris.engine.sql.Option.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What stands behind {@code WITH} of a materialized view. */
final class MaterializedViewOptions {
  private final Set<String> notNull = new TreeSet<>();

  MaterializedViewOptions(List<Option> options) {
    for (Option option : options) {
      switch (option.name()) {
        case "ASSERT NOT NULL" -> notNull.addAll(names(option));
        case "REFRESH" -> requireOnCommit(option);
        case "RETAIN HISTORY" ->
            throw SqlException.preview("RETAIN HISTORY", "enable_logical_compaction_window");
        default -> throw SqlException.unsupported("the option " + option.name());
      }
    }
  }

  private static List<String> names(Option option) {
    List<String> names = new ArrayList<>();
    List<Value> values =
        option.value() instanceof Value.Sequence sequence
            ? sequence.values()
            : option.value() == null ? List.of() : List.of(option.value());
    for (Value value : values) {
      if (!(value instanceof Value.Name name)) {
        throw SqlException.internal("invalid ASSERT NOT NULL: cannot use value as identifier");
      }
      names.add(name.name().last().value());
    }
    return names;
  }

  private static void requireOnCommit(Option option) {
    if (option.value() instanceof Value.Refresh refresh
        && refresh.kind() != Option.RefreshKind.ON_COMMIT) {
      throw SqlException.preview(
          "REFRESH EVERY and REFRESH AT materialized views", "enable_refresh_every_mvs");
    }
  }

  /** The columns, with those that are asserted to be not null. */
  List<Column> applyTo(List<Column> columns) {
    for (String name : notNull) {
      if (columns.stream().noneMatch(c -> c.name().equals(name))) {
        throw SqlException.internal("column \"" + name + "\" in ASSERT NOT NULL option not found");
      }
    }
    return columns.stream()
        .map(c -> new Column(c.name(), c.type(), c.nullable() && !notNull.contains(c.name()), null))
        .toList();
  }

  /** The query, failing on each read as long as an assertion does not hold. */
  String guard(String sql, List<Column> columns) {
    if (notNull.isEmpty()) {
      return sql;
    }
    List<String> checks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (notNull.contains(name)) {
        checks.add(
            "mz_local.not_null(q.c" + (i + 1) + " IS NOT NULL, " + Physical.literal(name) + ")");
      }
    }
    return "SELECT "
        + Physical.columns(columns.size())
        + " FROM ("
        + sql
        + ") AS q ("
        + Physical.columns(columns.size())
        + ") WHERE "
        + String.join(" AND ", checks);
  }

  /** The options as they are stored. */
  List<Option> stored() {
    List<Option> options = new ArrayList<>();
    for (String name : notNull) {
      options.add(
          new Option(
              "ASSERT NOT NULL", new Value.Name(new ObjectName(List.of(new Ident(name)), null))));
    }
    options.add(new Option("REFRESH", new Value.Refresh(Option.RefreshKind.ON_COMMIT, null, null)));
    return options;
  }
}
