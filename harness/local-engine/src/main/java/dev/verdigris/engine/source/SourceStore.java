package dev.verdigris.engine.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What is kept of a source in PostgreSQL: its runs, how far it is, and which outputs have data. */
final class SourceStore {
  private final Connection connection;
  private final String source;

  SourceStore(Connection connection, String source) {
    this.connection = connection;
    this.source = source;
  }

  /** The beginnings of its runs: which tick came next, and when, in milliseconds since 1970. */
  NavigableMap<Long, Long> runs() throws SQLException {
    TreeMap<Long, Long> runs = new TreeMap<>();
    read(
        "SELECT first_tick, started_ms FROM mz_local.source_run WHERE source_id = ?",
        row -> runs.put(row.getLong(1), row.getLong(2)));
    return runs;
  }

  void addRun(long firstTick, long startedMillis) throws SQLException {
    write(
        "INSERT INTO mz_local.source_run VALUES (?, ?, ?) ON CONFLICT (source_id, first_tick) DO"
            + " UPDATE SET started_ms = excluded.started_ms",
        source,
        firstTick,
        startedMillis);
  }

  /** How many ticks were made; {@code none} before the first. */
  long tick(long none) throws SQLException {
    long[] tick = {none};
    read(
        "SELECT tick FROM mz_local.source_progress WHERE source_id = ?",
        row -> tick[0] = row.getLong(1));
    return tick[0];
  }

  void advance(long tick, String progressTable) throws SQLException {
    write(
        "INSERT INTO mz_local.source_progress VALUES (?, ?, clock_timestamp()) ON CONFLICT"
            + " (source_id) DO UPDATE SET tick = excluded.tick, updated_at = excluded.updated_at",
        source,
        tick);
    write("DELETE FROM " + progressTable);
    write("INSERT INTO " + progressTable + " VALUES (?)", tick);
  }

  /** The outputs, and the source itself, that have data. */
  Set<String> loaded() throws SQLException {
    Set<String> loaded = new HashSet<>();
    read(
        "SELECT id FROM mz_local.source_export WHERE source_id = ?",
        row -> loaded.add(row.getString(1)));
    return loaded;
  }

  void load(String output, long updates, long bytes) throws SQLException {
    write(
        "INSERT INTO mz_local.source_export VALUES (?, ?, ?, ?, ?, clock_timestamp()) ON CONFLICT"
            + " (id) DO NOTHING",
        output,
        source,
        updates,
        updates,
        bytes);
  }

  void count(String output, long updates, long bytes) throws SQLException {
    write(
        "UPDATE mz_local.source_export SET updates = updates + ?, bytes = bytes + ? WHERE id = ?",
        updates,
        bytes,
        output);
  }

  void forget() throws SQLException {
    for (String table : new String[] {"source_run", "source_progress", "source_export"}) {
      write("DELETE FROM mz_local." + table + " WHERE source_id = ?", source);
    }
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private void read(String sql, Row taker) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, source);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          taker.take(rows);
        }
      }
    }
  }

  private void write(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}
