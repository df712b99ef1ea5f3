package dev.verdigris.engine.sink;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.verdigris.engine.snapshot.Contents;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sinks keep in PostgreSQL: the contents that they captured last, by version of the sink, the
 * records that are captured and not known to be sent. Their statuses and counts go to the catalog's
 * own tables, which {@code mz_sink_statuses} and {@code mz_sink_statistics} read.
 */
final class SinkStore {

  private static final Gson GSON = new Gson();

  private SinkStore() {}

  /** The contents that were captured last, or null if nothing was captured yet. */
  static @Nullable Contents contents(Connection connection, String sink, int version)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM mz_sinks.captured WHERE sink = ? AND version = ?")) {
      select.setString(1, sink);
      select.setInt(2, version);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return null;
        }
      }
    }
    Contents contents = new Contents();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT row, count FROM mz_sinks.contents WHERE sink = ? AND version = ?")) {
      select.setString(1, sink);
      select.setInt(2, version);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          contents.add(row(rows.getString(1)), rows.getInt(2));
        }
      }
    }
    return contents;
  }

  /** The latest time of what was captured, sent or not; 0 if nothing was. */
  static long lastTimestamp(Connection connection, String sink) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT coalesce(max(timestamp), 0) FROM (SELECT timestamp FROM mz_sinks.captured WHERE"
                + " sink = ? UNION ALL SELECT timestamp FROM mz_sinks.outbox WHERE sink = ?) t")) {
      select.setString(1, sink);
      select.setString(2, sink);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Writes down a whole new contents, in place of what may be there of the same version. */
  static void replace(
      Connection connection, String sink, int version, long timestamp, Contents contents)
      throws SQLException {
    forget(
        connection, "DELETE FROM mz_sinks.contents WHERE sink = ? AND version = ?", sink, version);
    captured(connection, sink, version, timestamp);
    change(connection, sink, version, contents.rows(), contents);
  }

  /** Writes down a batch and what it leaves the contents at. */
  static void capture(
      Connection connection,
      String sink,
      Batch batch,
      Map<List<@Nullable String>, Integer> changes,
      Contents after)
      throws SQLException {
    captured(connection, sink, batch.version(), batch.timestamp());
    change(connection, sink, batch.version(), changes, after);
    List<SinkRecord> records = batch.records();
    @Nullable String[] keys = new @Nullable String[records.size() + 1];
    @Nullable String[] values = new @Nullable String[records.size() + 1];
    @Nullable String[] headers = new @Nullable String[records.size() + 1];
    for (int i = 0; i < records.size(); i++) {
      keys[i + 1] = records.get(i).key();
      values[i + 1] = records.get(i).value();
      headers[i + 1] = records.get(i).headers();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO mz_sinks.outbox (sink, timestamp, position, version, key, value, headers)"
                + " SELECT ?, ?, r.position - 1, ?, r.key, r.value, r.headers"
                + " FROM unnest(?::text[], ?::text[], ?::text[])"
                + " WITH ORDINALITY AS r(key, value, headers, position)")) {
      insert.setString(1, sink);
      insert.setLong(2, batch.timestamp());
      insert.setInt(3, batch.version());
      insert.setArray(4, texts(connection, keys));
      insert.setArray(5, texts(connection, values));
      insert.setArray(6, texts(connection, headers));
      insert.executeUpdate();
    }
  }

  /** The batches that are not known to be sent, in order. */
  static List<Batch> outbox(Connection connection, String sink) throws SQLException {
    List<Batch> batches = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT timestamp, version, position, key, value, headers FROM mz_sinks.outbox"
                + " WHERE sink = ? ORDER BY timestamp, position")) {
      select.setString(1, sink);
      try (ResultSet rows = select.executeQuery()) {
        long timestamp = 0;
        int version = 0;
        List<SinkRecord> records = new ArrayList<>();
        boolean open = false;
        while (rows.next()) {
          if (rows.getInt(3) == 0) {
            if (open) {
              batches.add(new Batch(timestamp, version, records));
            }
            timestamp = rows.getLong(1);
            version = rows.getInt(2);
            records = new ArrayList<>();
            open = true;
          } else {
            records.add(new SinkRecord(rows.getString(4), rows.getString(5), rows.getString(6)));
          }
        }
        if (open) {
          batches.add(new Batch(timestamp, version, records));
        }
      }
    }
    return batches;
  }

  /** Counts records that were written to the topic, whatever becomes of their transaction. */
  static void staged(Connection connection, String sink, Batch batch) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement(
            "INSERT INTO mz_local.sink_statistics VALUES (?, ?, 0, ?, 0) ON CONFLICT (sink_id) DO"
                + " UPDATE SET messages_staged = sink_statistics.messages_staged +"
                + " excluded.messages_staged, bytes_staged = sink_statistics.bytes_staged +"
                + " excluded.bytes_staged")) {
      count.setString(1, sink);
      count.setLong(2, batch.records().size());
      count.setLong(3, batch.bytes());
      count.executeUpdate();
    }
  }

  /**
   * Takes everything up to a time out of the outbox: it is in the topic. It is counted in the same
   * statement, so also after a crash between the two nothing counts twice.
   */
  static void sent(Connection connection, String sink, long timestamp) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "WITH gone AS (DELETE FROM mz_sinks.outbox WHERE sink = ? AND timestamp <= ?"
                + " RETURNING position, key, value), counted AS (SELECT count(*) AS messages,"
                + " coalesce(sum(coalesce(octet_length(key), 0) + coalesce(octet_length(value),"
                + " 0)), 0) AS bytes FROM gone WHERE position > 0) INSERT INTO"
                + " mz_local.sink_statistics SELECT ?, 0, messages, 0, bytes FROM counted ON"
                + " CONFLICT (sink_id) DO UPDATE SET messages_committed ="
                + " sink_statistics.messages_committed + excluded.messages_committed,"
                + " bytes_committed = sink_statistics.bytes_committed +"
                + " excluded.bytes_committed")) {
      delete.setString(1, sink);
      delete.setLong(2, timestamp);
      delete.setString(3, sink);
      delete.executeUpdate();
    }
  }

  /** Forgets the contents of all versions but one. */
  static void keepOnly(Connection connection, String sink, int version) throws SQLException {
    forget(
        connection, "DELETE FROM mz_sinks.contents WHERE sink = ? AND version <> ?", sink, version);
    forget(
        connection, "DELETE FROM mz_sinks.captured WHERE sink = ? AND version <> ?", sink, version);
  }

  /** Forgets one version. */
  static void discard(Connection connection, String sink, int version) throws SQLException {
    forget(
        connection, "DELETE FROM mz_sinks.contents WHERE sink = ? AND version = ?", sink, version);
    forget(
        connection, "DELETE FROM mz_sinks.captured WHERE sink = ? AND version = ?", sink, version);
  }

  /** Forgets a sink that was dropped. */
  static void drop(Connection connection, String sink) throws SQLException {
    for (String table : List.of("sink_status", "sink_statistics")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM mz_local." + table + " WHERE sink_id = ?")) {
        delete.setString(1, sink);
        delete.executeUpdate();
      }
    }
    for (String table : List.of("contents", "captured", "outbox")) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM mz_sinks." + table + " WHERE sink = ?")) {
        delete.setString(1, sink);
        delete.executeUpdate();
      }
    }
  }

  /** The sinks of which something is kept. */
  static List<String> known(Connection connection) throws SQLException {
    List<String> sinks = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT sink FROM mz_sinks.captured UNION SELECT sink FROM mz_sinks.outbox")) {
      while (rows.next()) {
        sinks.add(rows.getString(1));
      }
    }
    return sinks;
  }

  private static List<@Nullable String> row(String json) {
    List<@Nullable String> row = new ArrayList<>();
    for (JsonElement value : GSON.fromJson(json, JsonArray.class)) {
      row.add(value.isJsonNull() ? null : value.getAsString());
    }
    return row;
  }

  private static void captured(Connection connection, String sink, int version, long timestamp)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO mz_sinks.captured VALUES (?, ?, ?) ON CONFLICT (sink, version) DO UPDATE"
                + " SET timestamp = excluded.timestamp")) {
      upsert.setString(1, sink);
      upsert.setInt(2, version);
      upsert.setLong(3, timestamp);
      upsert.executeUpdate();
    }
  }

  private static void change(
      Connection connection,
      String sink,
      int version,
      Map<List<@Nullable String>, Integer> changes,
      Contents after)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    changes
        .keySet()
        .forEach(
            row -> {
              rows.add(GSON.toJson(row));
              counts.add(after.count(row));
            });
    try (PreparedStatement merge =
        connection.prepareStatement(
            "MERGE INTO mz_sinks.contents c"
                + " USING (SELECT md5(r.row)::uuid AS hash, r.row, r.count"
                + " FROM unnest(?::text[], ?::int[]) AS r(row, count)) n"
                + " ON c.sink = ? AND c.version = ? AND c.hash = n.hash"
                + " WHEN MATCHED AND n.count = 0 THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET count = n.count"
                + " WHEN NOT MATCHED AND n.count > 0 THEN INSERT (sink, version, hash, row, count)"
                + " VALUES (?, ?, n.hash, n.row, n.count)")) {
      merge.setArray(1, texts(connection, rows.toArray(new @Nullable String[0])));
      merge.setArray(2, connection.createArrayOf("int4", counts.toArray()));
      merge.setString(3, sink);
      merge.setInt(4, version);
      merge.setString(5, sink);
      merge.setInt(6, version);
      merge.executeUpdate();
    }
  }

  private static void forget(Connection connection, String sql, String sink, int version)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, sink);
      delete.setInt(2, version);
      delete.executeUpdate();
    }
  }

  private static Array texts(Connection connection, @Nullable String[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }
}
