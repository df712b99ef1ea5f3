package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.SqlException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's own tables in PostgreSQL, {@code mz_local.*}: what is in memory is there too, and
 * the server's relations are views of them.
 */
final class CatalogStore implements AutoCloseable {

  /** How long a change waits for readers; only new columns of a table do. */
  private static final String LOCK_TIMEOUT = "10s";

  private final Connection connection;

  CatalogStore(Connection connection) {
    this.connection = connection;
  }

  /** Reads the state, or makes and writes the first one. */
  synchronized CatalogState load(SystemCatalog system) {
    try {
      connection.setAutoCommit(true);
      @Nullable CatalogState state = new CatalogLoader(connection, system).load();
      if (state != null) {
        return state;
      }
      connection.setAutoCommit(false);
      CatalogState first = SystemObjects.first(system);
      try {
        write(new CatalogBuilder(system).build(), first);
        connection.commit();
      } finally {
        rollbackAndReset();
      }
      return first;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Writes what a change made of the catalog, and makes it so in PostgreSQL, all or nothing.
   *
   * @param now in milliseconds since 1970
   */
  synchronized void save(
      CatalogState before,
      CatalogState after,
      List<String> physical,
      List<AuditEvent> audit,
      String user,
      long now,
      Simulation simulation) {
    try {
      connection.setAutoCommit(false);
      try {
        change(physical);
        write(before, after);
        insert("audit_event", auditRows(audit, user, now));
        simulation.save(this, before, after);
        connection.commit();
      } finally {
        rollbackAndReset();
      }
      Garbage.sweep(connection);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Changes PostgreSQL's objects. What is dropped is only noted: an open transaction that reads it
   * would make PostgreSQL wait, and with it every other change of the catalog.
   */
  private void change(List<String> physical) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
      for (String sql : physical) {
        if (!sql.startsWith("DROP ")) {
          statement.execute(sql);
        }
      }
    }
    for (String sql : physical) {
      if (sql.startsWith("DROP ")) {
        update("INSERT INTO mz_local.garbage (statement) VALUES (?)", sql);
      }
    }
  }

  private void write(CatalogState before, CatalogState after) throws SQLException {
    diff(
        "database",
        before.databases(),
        after.databases(),
        d -> d.id().value(),
        CatalogRows::database);
    diff("schema", before.schemas(), after.schemas(), s -> s.id().value(), CatalogRows::schema);
    diff("cluster", before.clusters(), after.clusters(), c -> c.id().value(), CatalogRows::cluster);
    diff("replica", before.replicas(), after.replicas(), r -> r.id().value(), CatalogRows::replica);
    diff("role", before.roles(), after.roles(), r -> r.id().value(), CatalogRows::role);
    items(before, after);
    comments(before.comments(), after.comments());
    if (!before.memberships().equals(after.memberships())) {
      replaceAll("membership", after.memberships(), CatalogRows::membership);
    }
    if (!before.defaultPrivileges().equals(after.defaultPrivileges())) {
      replaceAll("default_privilege", after.defaultPrivileges(), CatalogRows::defaultPrivilege);
    }
    meta(after);
  }

  private void items(CatalogState before, CatalogState after) throws SQLException {
    // A schema's name is part of its items' full names, which are stored with them.
    boolean renamed = !schemaNames(before).equals(schemaNames(after));
    Map<String, Item> old = byId(before.items());
    JsonArray gone = new JsonArray();
    JsonArray rows = new JsonArray();
    JsonArray columns = new JsonArray();
    JsonArray dependencies = new JsonArray();
    JsonArray keys = new JsonArray();
    for (Item item : after.items()) {
      Item was = old.remove(item.id().value());
      if (was != null && was.equals(item) && !renamed) {
        continue;
      }
      if (was != null) {
        gone.add(item.id().value());
      }
      rows.add(CatalogRows.item(item, after));
      CatalogRows.columns(item).forEach(columns::add);
      CatalogRows.dependencies(item).forEach(dependencies::add);
      CatalogRows.indexKeys(item).forEach(keys::add);
    }
    old.keySet().forEach(gone::add);
    delete("item", "id", gone);
    delete("item_column", "id", gone);
    delete("dependency", "object_id", gone);
    delete("index_key", "index_id", gone);
    insert("item", rows);
    insert("item_column", columns);
    insert("dependency", dependencies);
    insert("index_key", keys);
  }

  private static List<String> schemaNames(CatalogState state) {
    return state.schemas().stream().map(s -> s.id() + "=" + s.name()).sorted().toList();
  }

  private static Map<String, Item> byId(Collection<Item> items) {
    Map<String, Item> map = new LinkedHashMap<>();
    items.forEach(item -> map.put(item.id().value(), item));
    return map;
  }

  private void comments(Map<CommentKey, String> before, Map<CommentKey, String> after)
      throws SQLException {
    diff(
        "comment",
        "key",
        before.entrySet(),
        after.entrySet(),
        e -> CatalogRows.commentKey(e.getKey()),
        CatalogRows::comment);
  }

  private void meta(CatalogState state) throws SQLException {
    JsonObject meta = new JsonObject();
    meta.addProperty("revision", state.revision());
    Counters counters = state.counters();
    meta.addProperty("items", counters.items());
    meta.addProperty("schemas", counters.schemas());
    meta.addProperty("databases", counters.databases());
    meta.addProperty("clusters", counters.clusters());
    meta.addProperty("replicas", counters.replicas());
    meta.addProperty("roles", counters.roles());
    meta.addProperty("oids", counters.oids());
    JsonArray privileges = new JsonArray();
    state.systemPrivileges().items().forEach(i -> privileges.add(i.text()));
    meta.add("privileges", privileges);
    update("DELETE FROM mz_local.meta");
    JsonArray rows = new JsonArray();
    rows.add(meta);
    insert("meta", rows);
  }

  private static JsonArray auditRows(List<AuditEvent> audit, String user, long now) {
    JsonArray rows = new JsonArray();
    for (AuditEvent event : audit) {
      JsonObject row = new JsonObject();
      row.addProperty("event_type", event.action());
      row.addProperty("object_type", event.object());
      row.add("details", event.details());
      row.addProperty("user", user);
      row.addProperty("occurred_at", java.time.Instant.ofEpochMilli(now).toString());
      rows.add(row);
    }
    return rows;
  }

  private <T> void diff(
      String table,
      Collection<T> before,
      Collection<T> after,
      Function<T, String> id,
      Function<T, JsonObject> row)
      throws SQLException {
    diff(table, "id", before, after, id, row);
  }

  private <T> void diff(
      String table,
      String key,
      Collection<T> before,
      Collection<T> after,
      Function<T, String> id,
      Function<T, JsonObject> row)
      throws SQLException {
    Map<String, T> old = new LinkedHashMap<>();
    before.forEach(value -> old.put(id.apply(value), value));
    JsonArray gone = new JsonArray();
    JsonArray rows = new JsonArray();
    for (T value : after) {
      T was = old.remove(id.apply(value));
      if (value.equals(was)) {
        continue;
      }
      if (was != null) {
        gone.add(id.apply(value));
      }
      rows.add(row.apply(value));
    }
    old.keySet().forEach(gone::add);
    delete(table, key, gone);
    insert(table, rows);
  }

  private <T> void replaceAll(String table, Collection<T> values, Function<T, JsonObject> row)
      throws SQLException {
    update("DELETE FROM mz_local." + table);
    JsonArray rows = new JsonArray();
    values.forEach(value -> rows.add(row.apply(value)));
    insert(table, rows);
  }

  /** Adds rows; the names in them are the table's columns. */
  void insert(String table, JsonArray rows) throws SQLException {
    if (!rows.isEmpty()) {
      // An audit event's id is the table's own to give.
      String columns = table.equals("audit_event") ? Audit.COLUMNS : "";
      String select = columns.isEmpty() ? "*" : columns;
      update(
          "INSERT INTO mz_local."
              + table
              + (columns.isEmpty() ? "" : " (" + columns + ")")
              + " SELECT "
              + select
              + " FROM json_populate_recordset(NULL::mz_local."
              + table
              + ", ?::json)",
          rows.toString());
    }
  }

  /** Removes the rows whose column has one of these values. */
  void delete(String table, String column, JsonArray values) throws SQLException {
    if (!values.isEmpty()) {
      update(
          "DELETE FROM mz_local."
              + table
              + " WHERE "
              + column
              + " IN (SELECT json_array_elements_text(?::json))",
          values.toString());
    }
  }

  /** What happens in one transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Does all of it or nothing. */
  synchronized void transaction(Work work) {
    try {
      connection.setAutoCommit(false);
      try {
        work.run();
        connection.commit();
      } finally {
        rollbackAndReset();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Empties a table. */
  void clear(String table) throws SQLException {
    update("DELETE FROM mz_local." + table);
  }

  /** What ALTER SYSTEM set, by variable. */
  synchronized Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, value FROM mz_local.setting")) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
      return settings;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Runs one statement in a transaction of its own. */
  synchronized void run(String sql, String... parameters) {
    try {
      connection.setAutoCommit(true);
      update(sql, parameters);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void update(String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  private void rollbackAndReset() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private static SqlException failed(SQLException cause) {
    SqlException failure =
        SqlException.of(
            String.valueOf(cause.getSQLState()),
            "local engine: PostgreSQL refused a change of the catalog, which is as before: "
                + cause.getMessage());
    failure.initCause(cause);
    return failure;
  }

  /** What the audit log's table does not number itself. */
  private static final class Audit {
    static final String COLUMNS = "event_type, object_type, details, \"user\", occurred_at";

    private Audit() {}
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone either way.
    }
  }
}
