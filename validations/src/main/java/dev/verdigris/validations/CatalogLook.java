package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.EnvironmentCatalog;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The queries by which a person looks further at what an assertion on the catalog told. They name
 * ids, which a swap does not change, and work in any session of whoever may read the catalog.
 */
final class CatalogLook {
  private static final String OF_OBJECTS =
      " FROM mz_objects AS o JOIN mz_schemas AS s ON s.id = o.schema_id";

  private CatalogLook() {}

  /** What stands in the schemas of both sides, and on which clusters. */
  static String objects(EnvironmentCatalog one, EnvironmentCatalog other) {
    return "SELECT s.name AS schema, o.name, o.type, c.name AS cluster"
        + OF_OBJECTS
        + " LEFT JOIN mz_clusters AS c ON c.id = o.cluster_id WHERE o.schema_id IN ("
        + schemas(one, other)
        + ") ORDER BY o.name, s.name";
  }

  /** The columns of all relations in the schemas of these environments. */
  static String columns(EnvironmentCatalog... environments) {
    return "SELECT s.name AS schema, o.name, c.name AS column, c.type, c.nullable"
        + OF_OBJECTS
        + " JOIN mz_columns AS c ON c.id = o.id WHERE o.schema_id IN ("
        + schemas(environments)
        + ") ORDER BY o.name, c.position, s.name";
  }

  /** The columns of some relations. */
  static String columns(Collection<Relation> relations) {
    return "SELECT s.name AS schema, o.name, c.name AS column, c.type, c.nullable"
        + OF_OBJECTS
        + " JOIN mz_columns AS c ON c.id = o.id WHERE o.id IN ("
        + ids(relations.stream().map(Relation::id).toList())
        + ") ORDER BY o.name, c.position, s.name";
  }

  /** Owners and grants of what stands in the schemas of both sides. */
  static String rights(EnvironmentCatalog one, EnvironmentCatalog other) {
    return "SELECT s.name AS schema, o.name, r.name AS owner, o.privileges::text AS privileges"
        + OF_OBJECTS
        + " JOIN mz_roles AS r ON r.id = o.owner_id WHERE o.schema_id IN ("
        + schemas(one, other)
        + ") ORDER BY o.name, s.name";
  }

  /** Comments on what stands in the schemas of both sides; ids are unique for each kind only. */
  static String comments(EnvironmentCatalog one, EnvironmentCatalog other) {
    return "SELECT s.name AS schema, o.name, m.object_sub_id AS column, m.comment"
        + OF_OBJECTS
        + " JOIN mz_internal.mz_comments AS m ON m.id = o.id"
        + " AND m.object_type NOT IN ('schema', 'cluster', 'role', 'database')"
        + " WHERE o.schema_id IN ("
        + schemas(one, other)
        + ") ORDER BY o.name, m.object_sub_id, s.name";
  }

  /** What reads blue and stands elsewhere. */
  static String readers(EnvironmentCatalog blue) {
    return "SELECT s.name AS schema, o.name, o.type, b.name AS reads"
        + OF_OBJECTS
        + " JOIN mz_internal.mz_object_dependencies AS d ON d.object_id = o.id"
        + " JOIN mz_objects AS b ON b.id = d.referenced_object_id WHERE b.schema_id IN ("
        + schemas(blue)
        + ") AND o.schema_id NOT IN ("
        + schemas(blue)
        + ") ORDER BY s.name, o.name";
  }

  /** What runs on the clusters of both sides. */
  static String runs(EnvironmentCatalog one, EnvironmentCatalog other) {
    return "SELECT c.name AS cluster, s.name AS schema, o.name, o.type"
        + OF_OBJECTS
        + " JOIN mz_clusters AS c ON c.id = o.cluster_id WHERE c.id IN ("
        + clusters(one, other)
        + ") ORDER BY c.name, s.name, o.name";
  }

  /** How the clusters of both sides are made. */
  static String clusterOptions(EnvironmentCatalog one, EnvironmentCatalog other) {
    return "SELECT name, managed, size, replication_factor FROM mz_clusters WHERE id IN ("
        + clusters(one, other)
        + ") ORDER BY name";
  }

  /** The indexes on what stands in the schemas of both sides. */
  static String indexes(EnvironmentCatalog one, EnvironmentCatalog other) {
    return "SELECT s.name AS schema, o.name AS relation, i.name AS index, i.create_sql"
        + OF_OBJECTS
        + " JOIN mz_indexes AS i ON i.on_id = o.id WHERE o.schema_id IN ("
        + schemas(one, other)
        + ") ORDER BY o.name, s.name, i.name";
  }

  /** The lag of what stands in the schemas of these environments. */
  static String lag(EnvironmentCatalog... environments) {
    return "SELECT s.name AS schema, o.name, l.local_lag"
        + OF_OBJECTS
        + " JOIN mz_internal.mz_materialization_lag AS l ON l.object_id = o.id WHERE o.schema_id IN ("
        + schemas(environments)
        + ") ORDER BY s.name, o.name";
  }

  /** Where what stands in the schemas of an environment is hydrated. */
  static String hydration(EnvironmentCatalog environment) {
    return "SELECT s.name AS schema, o.name, h.replica_id, h.hydrated"
        + OF_OBJECTS
        + " JOIN mz_internal.mz_hydration_statuses AS h ON h.object_id = o.id WHERE o.schema_id IN ("
        + schemas(environment)
        + ") ORDER BY s.name, o.name, h.replica_id";
  }

  /** What replicas of some clusters went through. */
  static String replicas(EnvironmentCatalog environment, Collection<String> configuredNames) {
    Set<String> ids = new TreeSet<>();
    configuredNames.forEach(name -> environment.cluster(name).map(Cluster::id).ifPresent(ids::add));
    return "SELECT c.name AS cluster, r.name AS replica, h.process_id, h.status, h.reason,"
        + " h.occurred_at FROM mz_clusters AS c JOIN mz_cluster_replicas AS r ON r.cluster_id ="
        + " c.id JOIN mz_internal.mz_cluster_replica_status_history AS h ON h.replica_id = r.id"
        + " WHERE c.id IN ("
        + ids(ids)
        + ") ORDER BY h.occurred_at DESC";
  }

  /** What some sources or sinks do. */
  static String statuses(Collection<Item> items) {
    return "SELECT name, type, status, error FROM mz_internal.mz_source_statuses WHERE id IN ("
        + itemIds(items)
        + ") UNION ALL SELECT name, type, status, error FROM mz_internal.mz_sink_statuses WHERE id"
        + " IN ("
        + itemIds(items)
        + ")";
  }

  private static String itemIds(Collection<Item> items) {
    return ids(items.stream().map(Item::id).toList());
  }

  private static String schemas(EnvironmentCatalog... environments) {
    Set<String> ids = new TreeSet<>();
    for (EnvironmentCatalog environment : environments) {
      ids.addAll(environment.schemas().values());
    }
    return ids(ids);
  }

  private static String clusters(EnvironmentCatalog... environments) {
    Set<String> ids = new TreeSet<>();
    for (EnvironmentCatalog environment : environments) {
      ids.addAll(environment.clusters().values());
    }
    return ids(ids);
  }

  /** A list that is never empty: that would be no SQL. */
  private static String ids(Collection<String> ids) {
    return ids.isEmpty()
        ? "''"
        : ids.stream().sorted().map(Identifiers::literal).collect(Collectors.joining(", "));
  }
}
