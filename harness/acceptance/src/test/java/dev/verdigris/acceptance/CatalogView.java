package dev.verdigris.acceptance;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the catalog says of one production and its deployments, as texts to compare. */
final class CatalogView {
  private final TestServer server;
  private final String tag;

  CatalogView(TestServer server, Production production) {
    this.server = server;
    this.tag = production.tag;
  }

  /** {@code name id} of every schema and cluster. */
  List<String> units() throws SQLException {
    List<String> lines = new ArrayList<>();
    read(lines, "SELECT 'schema', name, id FROM mz_schemas WHERE name LIKE '%" + tag + "%'");
    read(lines, "SELECT 'cluster', name, id FROM mz_clusters WHERE name LIKE '%" + tag + "%'");
    return lines;
  }

  String schemaId(String name) throws SQLException {
    return one("SELECT id FROM mz_schemas WHERE name = '" + name + "'");
  }

  String clusterId(String name) throws SQLException {
    return one("SELECT id FROM mz_clusters WHERE name = '" + name + "'");
  }

  String itemId(String schema, String name) throws SQLException {
    return one(
        "SELECT o.id FROM mz_objects o JOIN mz_schemas s ON s.id = o.schema_id WHERE s.name = '"
            + schema
            + "' AND o.name = '"
            + name
            + "' AND o.type <> 'index'");
  }

  /** Ids that a sink depends on, connections left out. */
  List<String> sinkReads(String sinkId) throws SQLException {
    return server
        .query(
            "SELECT d.referenced_object_id FROM mz_internal.mz_object_dependencies d"
                + " JOIN mz_relations r ON r.id = d.referenced_object_id WHERE d.object_id = '"
                + sinkId
                + "'")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** When a deployment was made, as its markers have it. */
  String madeAt(String deployment) throws SQLException {
    String marker =
        one(
            "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id"
                + " WHERE c.object_type = 'schema' AND s.name LIKE '%"
                + tag
                + "_"
                + deployment
                + "'");
    return marker.replaceFirst("(?s).*\"at\":\"([^\"]*)\".*", "$1");
  }

  /** Everything about one schema that a consumer would notice. */
  List<String> schema(String name) throws SQLException {
    List<String> lines = new ArrayList<>();
    read(
        lines,
        "SELECT s.id, s.name, s.owner_id, s.privileges::text FROM mz_schemas s WHERE s.name = '"
            + name
            + "'");
    read(
        lines,
        "SELECT o.id, o.name, o.type, o.owner_id, o.privileges::text FROM mz_objects o JOIN mz_schemas s ON s.id ="
            + " o.schema_id WHERE s.name = '"
            + name
            + "'");
    read(
        lines,
        "SELECT v.id, v.create_sql FROM mz_materialized_views v JOIN mz_schemas s ON s.id ="
            + " v.schema_id WHERE s.name = '"
            + name
            + "'");
    read(
        lines,
        "SELECT v.id, v.create_sql FROM mz_views v JOIN mz_schemas s ON s.id = v.schema_id WHERE"
            + " s.name = '"
            + name
            + "'");
    read(
        lines,
        "SELECT c.id, c.object_type, c.comment FROM mz_internal.mz_comments c JOIN mz_objects o ON"
            + " o.id = c.id JOIN mz_schemas s ON s.id = o.schema_id WHERE s.name = '"
            + name
            + "' AND c.object_type IN ('view', 'materialized-view', 'table')");
    read(
        lines,
        "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id WHERE"
            + " c.object_type = 'schema' AND s.name = '"
            + name
            + "'");
    return lines;
  }

  /** The comment of a schema. */
  String schemaComment(String name) throws SQLException {
    return one(
        "SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_schemas s ON s.id = c.id WHERE"
            + " c.object_type = 'schema' AND s.name = '"
            + name
            + "'");
  }

  private String one(String sql) throws SQLException {
    List<List<String>> rows = server.query(sql);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows: " + sql);
    }
    return rows.get(0).get(0);
  }

  private void read(List<String> lines, String sql) throws SQLException {
    server.query(sql).stream().map(row -> String.join(" | ", row)).sorted().forEach(lines::add);
  }
}
