package dev.verdigris.acceptance.clients;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the catalog of an engine with the dbt project of flights holds. */
final class Flights {
  static final String[] SCHEMAS = {"flights", "flights_boards"};
  static final String[] CLUSTERS = {"compute", "serving"};
  static final String TOPIC = "dbt-delays";

  private final EngineProcess engine;

  Flights(EngineProcess engine) {
    this.engine = engine;
  }

  /** What the project presumes: clusters, and a connection to the broker. */
  void prepare() throws SQLException {
    engine.execute(
        "CREATE CLUSTER compute (SIZE = '50cc')",
        "CREATE CLUSTER serving (SIZE = '25cc', REPLICATION FACTOR = 2)",
        "CREATE CLUSTER sinks (SIZE = '25cc')",
        "CREATE CLUSTER ingest (SIZE = '25cc')",
        "CREATE CONNECTION kafka_connection TO KAFKA (BROKER '"
            + engine.kafka()
            + "', SECURITY PROTOCOL PLAINTEXT)");
  }

  /** {@code schema name=id} and {@code cluster name=id} of all that a user made. */
  List<String> units() throws SQLException {
    List<String> units =
        new ArrayList<>(
            engine.rows(
                "SELECT 'schema ' || name || '=' || id FROM mz_schemas WHERE id LIKE 'u%'"
                    + " AND name LIKE 'flights%' ORDER BY 1"));
    units.addAll(
        engine.rows(
            "SELECT 'cluster ' || name || '=' || id FROM mz_clusters WHERE id LIKE 'u%'"
                + " AND name <> 'quickstart' ORDER BY 1"));
    return units;
  }

  /** {@code type schema.name on cluster} of all objects in a schema, in order. */
  List<String> objects(String schema) throws SQLException {
    return engine.rows(
        "SELECT o.type || ' ' || s.name || '.' || o.name || coalesce(' on ' || c.name, '')"
            + " FROM mz_objects o JOIN mz_schemas s ON s.id = o.schema_id"
            + " LEFT JOIN mz_clusters c ON c.id = o.cluster_id WHERE s.name = '"
            + schema
            + "' ORDER BY 1");
  }

  /** The id of a relation. */
  String id(String schema, String name) throws SQLException {
    return engine.value(
        "SELECT r.id FROM mz_relations r JOIN mz_schemas s ON s.id = r.schema_id WHERE s.name = '"
            + schema
            + "' AND r.name = '"
            + name
            + "'");
  }

  /** The id of what the sink reads. */
  String sinkReads() throws SQLException {
    return engine.value(
        "SELECT d.referenced_object_id FROM mz_sinks k JOIN mz_internal.mz_object_dependencies d"
            + " ON d.object_id = k.id JOIN mz_relations r ON r.id = d.referenced_object_id"
            + " WHERE k.name = 'delays_out'");
  }

  /** The ids of a schema and of a cluster by name. */
  String schemaId(String name) throws SQLException {
    return engine.value("SELECT id FROM mz_schemas WHERE name = '" + name + "'");
  }

  String clusterId(String name) throws SQLException {
    return engine.value("SELECT id FROM mz_clusters WHERE name = '" + name + "'");
  }
}
