package dev.verdigris.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one statement that a snapshot is read with. One statement reads everything at one time, is
 * allowed beside an open swap of another session, and costs one round trip. All columns are texts,
 * so that relations of different shapes can stand in one result; the first says what a row is.
 */
final class CatalogSql {
  /** Columns behind the first. */
  static final int VALUES = 10;

  /** A superuser may, and everybody where the server does not check rights. */
  private static final String MAY_DO_EVERYTHING =
      "(mz_is_superuser() OR (current_setting('enable_rbac_checks', true) = 'off'"
          + " AND current_setting('enable_session_rbac_checks', true) = 'off'))::text";

  /**
   * What sinks read, wherever it stands, and what that is made of: the relation that a sink's file
   * leaves may be outside of the deployment, and while the sink passes over the transition it is
   * the transition that reads it.
   */
  private static final String READ_BY_SINKS =
      "read_by_sinks AS (SELECT d.referenced_object_id AS id"
          + " FROM mz_internal.mz_object_dependencies d JOIN mz_catalog.mz_sinks k"
          + " ON k.id = d.object_id WHERE k.id LIKE 'u%'), with_columns AS (SELECT id FROM scoped"
          + " UNION SELECT id FROM read_by_sinks UNION SELECT d.referenced_object_id"
          + " FROM mz_internal.mz_object_dependencies d JOIN read_by_sinks r"
          + " ON r.id = d.object_id)";

  private CatalogSql() {}

  static String snapshot(Scope scope) {
    return "WITH scoped_schemas AS ("
        + scopedSchemas(scope)
        + "), scoped AS (SELECT o.id, o.type FROM mz_catalog.mz_objects o"
        + " WHERE o.id LIKE 'u%' AND (o.schema_id IN (SELECT id FROM scoped_schemas)"
        + " OR o.cluster_id IN ("
        + scopedClusters(scope)
        + "))), "
        + READ_BY_SINKS
        + " "
        + branches().collect(Collectors.joining(" UNION ALL "));
  }

  static String columns(String relationId) {
    return "SELECT name, type, nullable FROM mz_catalog.mz_columns WHERE id = "
        + Identifiers.literal(relationId)
        + " ORDER BY position";
  }

  static String brokers() {
    return "SELECT DISTINCT id, unnest(brokers) FROM mz_catalog.mz_kafka_connections ORDER BY 1, 2";
  }

  static String relation(String database, String schema, String name) {
    return "SELECT o.id, o.type, c.name, c.type, c.nullable FROM mz_catalog.mz_objects o"
        + " JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id"
        + " JOIN mz_catalog.mz_databases d ON d.id = s.database_id"
        + " JOIN mz_catalog.mz_columns c ON c.id = o.id"
        + " WHERE o.type IN ('table', 'source', 'view', 'materialized-view') AND d.name = "
        + Identifiers.literal(database)
        + " AND s.name = "
        + Identifiers.literal(schema)
        + " AND o.name = "
        + Identifiers.literal(name)
        + " ORDER BY c.position";
  }

  /** Who subscribes to what, and where; the ids of what is read as one text. */
  static String subscribers() {
    return "SELECT u.id, coalesce(r.name, ''), u.created_at::text,"
        + " coalesce(u.cluster_id, ''), u.referenced_object_ids::text"
        + " FROM mz_internal.mz_subscriptions u"
        + " LEFT JOIN mz_internal.mz_sessions s ON s.id = u.session_id"
        + " LEFT JOIN mz_catalog.mz_roles r ON r.id = s.role_id"
        + " ORDER BY u.id";
  }

  /** What is still there of these, wherever it is; at least one. */
  static String standing(Collection<CatalogId> ids) {
    return Stream.of(CatalogId.Kind.values())
        .flatMap(kind -> standing(kind, ids).stream())
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static Optional<String> standing(CatalogId.Kind kind, Collection<CatalogId> ids) {
    String relation =
        switch (kind) {
          case SCHEMA -> "mz_schemas";
          case CLUSTER -> "mz_clusters";
          case ITEM -> "mz_objects";
        };
    String literals =
        ids.stream()
            .filter(one -> one.kind() == kind)
            .map(one -> Identifiers.literal(one.id()))
            .collect(Collectors.joining(", "));
    return literals.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "SELECT '"
                + kind.name().toLowerCase(Locale.ROOT)
                + "'::text, id FROM mz_catalog."
                + relation
                + " WHERE id IN ("
                + literals
                + ")");
  }

  /** When a schema got its name by a swap or a rename, the latest first. */
  static String renamed(String id, String name) {
    return "SELECT occurred_at::text FROM mz_catalog.mz_audit_events WHERE event_type = 'alter'"
        + " AND object_type = 'schema' AND details->>'id' = "
        + Identifiers.literal(id)
        + " AND details->>'new_name' = "
        + Identifiers.literal(name)
        + " ORDER BY id DESC LIMIT 1";
  }

  /** Ids and names of the schemas of a database, or of the clusters, with exactly this comment. */
  static String commented(Scope scope, boolean schemas, String comment) {
    return "SELECT o.id, o.name FROM mz_internal.mz_comments c JOIN mz_catalog."
        + (schemas
            ? "mz_schemas o ON o.id = c.id JOIN mz_catalog.mz_databases d ON d.id = o.database_id"
                + " WHERE c.object_type = 'schema' AND d.name = "
                + Identifiers.literal(scope.database())
            : "mz_clusters o ON o.id = c.id WHERE c.object_type = 'cluster'")
        + " AND c.comment = "
        + Identifiers.literal(comment);
  }

  private static Stream<String> branches() {
    return Stream.of(
        row("session", List.of("current_user()", MAY_DO_EVERYTHING), ""),
        row("role", List.of("id", "name"), "FROM mz_catalog.mz_roles"),
        row("member", List.of("role_id", "member"), "FROM mz_catalog.mz_role_members"),
        row(
            "schema",
            List.of("s.id", "s.name", "d.name", "s.owner_id", "s.privileges::text"),
            "FROM mz_catalog.mz_schemas s JOIN mz_catalog.mz_databases d ON d.id = s.database_id"
                + " WHERE s.id LIKE 'u%'"),
        row(
            "cluster",
            List.of(
                "c.id",
                "c.name",
                "c.owner_id",
                "c.privileges::text",
                "c.managed::text",
                "c.size",
                "c.replication_factor::text",
                "c.availability_zones::text",
                "c.introspection_debugging::text",
                "c.introspection_interval::text"),
            "FROM mz_catalog.mz_clusters c WHERE c.id LIKE 'u%'"),
        row(
            "schedule",
            List.of("cluster_id", "type"),
            "FROM mz_internal.mz_cluster_schedules WHERE cluster_id LIKE 'u%'"),
        row(
            "replica",
            List.of("id", "name", "cluster_id", "size", "availability_zone"),
            "FROM mz_catalog.mz_cluster_replicas WHERE cluster_id LIKE 'u%'"),
        row(
            "object",
            List.of(
                "id", "name", "schema_id", "type", "owner_id", "cluster_id", "privileges::text"),
            "FROM mz_catalog.mz_objects WHERE id LIKE 'u%'"),
        definition("mz_views"),
        definition("mz_materialized_views"),
        definition("mz_indexes"),
        // All sinks: those that read a deployed object stand in schemas of their own.
        row(
            "definition",
            List.of("id", "create_sql"),
            "FROM mz_catalog.mz_sinks WHERE id LIKE 'u%'"),
        row(
            "column",
            List.of("c.id", "c.name", "c.position::text", "c.type", "c.nullable::text"),
            "FROM mz_catalog.mz_columns c JOIN with_columns x ON x.id = c.id"
                + " WHERE c.id LIKE 'u%'"),
        row(
            "dependency",
            List.of("object_id", "referenced_object_id"),
            "FROM mz_internal.mz_object_dependencies"
                + " WHERE object_id LIKE 'u%' AND referenced_object_id LIKE 'u%'"),
        row(
            "comment",
            List.of("c.id", "c.object_type", "c.object_sub_id::text", "c.comment"),
            "FROM mz_internal.mz_comments c WHERE c.id LIKE 'u%'"
                + " AND (c.object_type IN ('schema', 'cluster')"
                + " OR c.id IN (SELECT id FROM scoped))"),
        row(
            "default",
            List.of("schema_id", "role_id", "object_type", "grantee", "privileges"),
            "FROM mz_catalog.mz_default_privileges WHERE schema_id IS NOT NULL"));
  }

  private static String definition(String relation) {
    return row(
        "definition",
        List.of("d.id", "d.create_sql"),
        "FROM mz_catalog." + relation + " d JOIN scoped x ON x.id = d.id");
  }

  /** One branch of a UNION: the kind of row, and its values as texts. */
  static String row(String kind, List<String> values, String from) {
    StringBuilder sql = new StringBuilder("SELECT '" + kind + "'::text AS kind");
    for (int i = 0; i < VALUES; i++) {
      sql.append(", ")
          .append(i < values.size() ? values.get(i) : "NULL::text")
          .append(" AS v")
          .append(i);
    }
    return from.isEmpty() ? sql.toString() : sql.append(' ').append(from).toString();
  }

  /** Blue's and green's schemas, and those that a marker says something about. */
  private static String scopedSchemas(Scope scope) {
    return "SELECT s.id FROM mz_catalog.mz_schemas s"
        + " JOIN mz_catalog.mz_databases d ON d.id = s.database_id"
        + " LEFT JOIN mz_internal.mz_comments c ON c.id = s.id AND c.object_type = 'schema'"
        + " WHERE d.name = "
        + Identifiers.literal(scope.database())
        + " AND (s.name IN ("
        + names(scope, scope.schemas())
        + ", "
        + scope.schemas().stream()
            .map(scope::rolledBack)
            .map(Identifiers::literal)
            .collect(Collectors.joining(", "))
        + ") OR s.name LIKE "
        + retired(scope)
        + " OR c.comment LIKE '%verdigris/%')";
  }

  private static String scopedClusters(Scope scope) {
    String byName =
        scope.clusters().isEmpty() ? "" : "k.name IN (" + names(scope, scope.clusters()) + ") OR ";
    return "SELECT k.id FROM mz_catalog.mz_clusters k WHERE "
        + byName
        + "k.name LIKE "
        + retired(scope);
  }

  private static String retired(Scope scope) {
    return Identifiers.literal(scope.deployment().value().replace("_", "\\_") + "\\_retired\\_%");
  }

  private static String names(Scope scope, List<String> blue) {
    return blue.stream()
        .flatMap(name -> Stream.of(name, scope.green(name)))
        .map(Identifiers::literal)
        .collect(Collectors.joining(", "));
  }
}
