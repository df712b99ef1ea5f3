package dev.verdigris.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of the catalog a swap rests on, as lines to compare: some schemas and clusters with their
 * names, owners, grants, default privileges, options and markers, the objects in and on them, and
 * whatever depends on those. It is one short query, since it is asked while a transaction of swaps
 * is open, which anybody's DDL ends; what the lines mean is not asked.
 *
 * <p>Of definitions it has the materialized views', as digests: they can be replaced under their
 * id. A view or index that is made anew has another id.
 *
 * @param database the database of the schemas that are named
 * @param schemaIds ids of schemas
 * @param schemaNames names that matter too, whoever has them
 * @param clusterIds ids of clusters
 * @param clusterNames names that matter too, whoever has them
 */
public record Trace(
    String database,
    Collection<String> schemaIds,
    Collection<String> schemaNames,
    Collection<String> clusterIds,
    Collection<String> clusterNames) {
  private static final int VALUES = 6;

  /** Makes the collections immutable. */
  public Trace {
    schemaIds = List.copyOf(schemaIds);
    schemaNames = List.copyOf(schemaNames);
    clusterIds = List.copyOf(clusterIds);
    clusterNames = List.copyOf(clusterNames);
  }

  /** Reads it; the same lines as before mean that nothing of it changed in between. */
  public List<String> read(Queries queries) throws SQLException {
    return queries.query(
        sql(),
        rows -> {
          List<String> lines = new ArrayList<>();
          while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= VALUES; i++) {
              line.append(rows.getString(i)).append('\t');
            }
            lines.add(line.toString());
          }
          Collections.sort(lines);
          return lines;
        });
  }

  private String sql() {
    return "WITH scoped_schemas AS (SELECT s.id, s.name, s.owner_id, s.privileges"
        + " FROM mz_catalog.mz_schemas s JOIN mz_catalog.mz_databases d ON d.id = s.database_id"
        + " WHERE s.id IN ("
        + literals(schemaIds)
        + ") OR (d.name = "
        + Identifiers.literal(database)
        + " AND s.name IN ("
        + literals(schemaNames)
        + "))), scoped_clusters AS (SELECT k.id, k.name, k.owner_id, k.privileges,"
        + " k.managed, k.size, k.replication_factor, k.availability_zones,"
        + " k.introspection_debugging, k.introspection_interval"
        + " FROM mz_catalog.mz_clusters k WHERE k.id IN ("
        + literals(clusterIds)
        + ") OR k.name IN ("
        + literals(clusterNames)
        + ")), scoped AS (SELECT o.id, o.name, o.schema_id, o.cluster_id, o.owner_id, o.privileges"
        + " FROM mz_catalog.mz_objects o WHERE o.id LIKE 'u%'"
        + " AND (o.schema_id IN (SELECT id FROM scoped_schemas)"
        + " OR o.cluster_id IN (SELECT id FROM scoped_clusters)))"
        + " SELECT 'schema'::text, id, name, owner_id, privileges::text, NULL::text"
        + " FROM scoped_schemas"
        + " UNION ALL SELECT 'cluster'::text, id, name, owner_id, privileges::text,"
        + " coalesce(managed::text, '') || ' ' || coalesce(size, '')"
        + " || ' ' || coalesce(replication_factor::text, '')"
        + " || ' ' || coalesce(availability_zones::text, '')"
        + " || ' ' || coalesce(introspection_debugging::text, '')"
        + " || ' ' || coalesce(introspection_interval::text, '') FROM scoped_clusters"
        + " UNION ALL SELECT 'schedule'::text, cluster_id, type, NULL::text, NULL::text, NULL::text"
        + " FROM mz_internal.mz_cluster_schedules"
        + " WHERE cluster_id IN (SELECT id FROM scoped_clusters)"
        // The server makes a managed cluster's replicas, and others for a schedule.
        + " UNION ALL SELECT 'replica'::text, r.id, r.name, r.cluster_id, r.size,"
        + " r.availability_zone FROM mz_catalog.mz_cluster_replicas r"
        + " WHERE r.cluster_id IN (SELECT id FROM scoped_clusters WHERE NOT managed)"
        + " UNION ALL SELECT 'object'::text, id, name, owner_id, privileges::text,"
        + " schema_id || coalesce(' ' || cluster_id, '') FROM scoped"
        + " UNION ALL SELECT 'dependency'::text, d.object_id, d.referenced_object_id, NULL::text,"
        + " NULL::text, NULL::text FROM mz_internal.mz_object_dependencies d"
        + " JOIN scoped x ON x.id = d.referenced_object_id"
        + " UNION ALL SELECT 'definition'::text, m.id, md5(m.create_sql), NULL::text, NULL::text,"
        + " NULL::text FROM mz_catalog.mz_materialized_views m JOIN scoped x ON x.id = m.id"
        + " UNION ALL SELECT 'default'::text, p.schema_id, p.role_id, p.object_type, p.grantee,"
        + " p.privileges::text FROM mz_catalog.mz_default_privileges p"
        + " WHERE p.schema_id IN (SELECT id FROM scoped_schemas)"
        + " UNION ALL SELECT 'comment'::text, c.id, c.object_type, c.comment, NULL::text, NULL::text"
        + " FROM mz_internal.mz_comments c"
        + " WHERE (c.object_type = 'schema' AND c.id IN (SELECT id FROM scoped_schemas))"
        + " OR (c.object_type = 'cluster' AND c.id IN (SELECT id FROM scoped_clusters))";
  }

  /** An empty list would be no SQL. */
  private static String literals(Collection<String> texts) {
    return texts.isEmpty()
        ? "''"
        : texts.stream().map(Identifiers::literal).collect(Collectors.joining(", "));
  }
}
