package dev.verdigris.engine.catalog;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a relation can go to a sink with that key. */
final class SinkKeys {
  private static final String HELP = "See: https://materialize.com/s/sink-key-selection";

  private final Change change;

  SinkKeys(Change change) {
    this.change = change;
  }

  /**
   * Fails if the relation cannot be exported, or its key is not certain to be unique.
   *
   * @param sinkName what a warning calls it
   */
  void check(ItemFacts.Sink sink, Item from, String sinkName) {
    requireExportable(from);
    boolean upsert = sink.envelope().equals("upsert");
    if (upsert && sink.key().isEmpty()) {
      throw SqlException.internal("upsert sinks must specify a key").withHint(HELP);
    }
    Set<Integer> key = positions(sink, from);
    if (!upsert || isUnique(from, key)) {
      return;
    }
    if (!sink.notEnforced()) {
      throw SqlException.internal("upsert key could not be validated as unique")
          .withDetail(
              "Materialize could not prove that the specified upsert envelope key ("
                  + quoted(sink.key())
                  + ") was a unique key of the underlying relation \""
                  + String.join(".", change.base.fullName(from))
                  + "\". "
                  + known(from))
          .withHint(HELP);
    }
    change.session.notice(
        new Notice(
            "WARNING",
            "01000",
            "upsert key not validated to be unique",
            "Materialize did not validate that the specified upsert envelope key ("
                + quoted(sink.key())
                + ") was a unique key of the underlying relation \""
                + sinkName
                + "\". If this key is not unique, the sink might produce multiple updates for the"
                + " same key at the same time, which may confuse downstream consumers.",
            null));
  }

  private static void requireExportable(Item from) {
    if (from.isSystem()) {
      throw SqlException.internal("creating a sink directly on a catalog object not yet supported");
    }
    boolean exportable =
        from.type() == ObjectType.TABLE
            || from.type() == ObjectType.SOURCE
            || from.type() == ObjectType.MATERIALIZED_VIEW;
    if (!exportable || from.temporary() != null) {
      throw SqlException.internal(
          from.type().words() + " " + from.name() + " cannot be exported as a sink");
    }
  }

  private static Set<Integer> positions(ItemFacts.Sink sink, Item from) {
    Set<Integer> positions = new HashSet<>();
    for (String column : sink.key()) {
      int position = from.position(column);
      if (position == 0) {
        throw SqlException.internal("column referenced in KEY does not exist: " + column);
      }
      if (!positions.add(position - 1)) {
        throw SqlException.internal("duplicate column referenced in KEY: " + column);
      }
    }
    return positions;
  }

  private static boolean isUnique(Item from, Set<Integer> key) {
    return keys(from).stream().anyMatch(key::containsAll);
  }

  private static List<List<Integer>> keys(Item from) {
    return from.keys();
  }

  private static String known(Item from) {
    List<List<Integer>> keys = keys(from);
    if (keys.isEmpty()) {
      return "There are no known valid unique keys for the underlying relation.";
    }
    List<String> lines = new ArrayList<>();
    for (List<Integer> key : keys) {
      lines.add("  (" + quoted(key.stream().map(i -> from.columns().get(i).name()).toList()) + ")");
    }
    return "The following keys are known to be unique for the underlying relation:\n"
        + String.join("\n", lines);
  }

  private static String quoted(List<String> columns) {
    return columns.stream().map(Physical::quote).collect(Collectors.joining(", "));
  }
}
