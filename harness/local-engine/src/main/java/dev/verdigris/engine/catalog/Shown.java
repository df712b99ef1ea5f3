package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ShowStatement.Listing;

/**
 * What a list shows.
 *
 * @param relation of {@code mz_internal}, that has it
 * @param columns that are shown
 * @param place where it is listed
 * @param likeColumn what {@code LIKE} looks at
 * @param order of the rows
 */
record Shown(String relation, String columns, Place place, String likeColumn, String order) {
  /** Where a list looks unless it is told. */
  enum Place {
    /** Everywhere. */
    SERVER,
    /** In the session's database. */
    DATABASE,
    /** In the session's schema. */
    SCHEMA
  }

  static Shown of(Listing listing) {
    return switch (listing) {
      case CLUSTERS -> named("mz_show_clusters", "name, replicas, comment", Place.SERVER);
      case CLUSTER_REPLICAS ->
          new Shown(
              "mz_show_cluster_replicas",
              "cluster, replica, size, ready, comment",
              Place.SERVER,
              "cluster",
              "1, 2");
      case DATABASES -> named("mz_show_databases", "name, comment", Place.SERVER);
      case SCHEMAS -> named("mz_show_schemas", "name, comment", Place.DATABASE);
      case OBJECTS -> named("mz_show_all_objects", "name, type, comment", Place.SCHEMA);
      case TABLES -> named("mz_show_tables", "name, comment", Place.SCHEMA);
      case VIEWS -> named("mz_show_views", "name, comment", Place.SCHEMA);
      case MATERIALIZED_VIEWS ->
          named("mz_show_materialized_views", "name, cluster, comment", Place.SCHEMA);
      case SOURCES -> named("mz_show_sources", "name, type, cluster, comment", Place.SCHEMA);
      case SINKS -> named("mz_show_sinks", "name, type, cluster, comment", Place.SCHEMA);
      case INDEXES -> named("mz_show_indexes", "name, \"on\", cluster, key, comment", Place.SCHEMA);
      case CONNECTIONS -> named("mz_show_connections", "name, type, comment", Place.SCHEMA);
      case SECRETS -> named("mz_show_secrets", "name, comment", Place.SCHEMA);
      case TYPES -> named("mz_show_types", "name, comment", Place.SCHEMA);
      case ROLES -> named("mz_show_roles", "name, comment", Place.SERVER);
      case PRIVILEGES ->
          new Shown(
              "mz_show_all_privileges",
              "grantor, grantee, database, schema, name, object_type, privilege_type",
              Place.SERVER,
              "name",
              "1, 2, 3, 4, 5, 6, 7");
      case DEFAULT_PRIVILEGES ->
          new Shown(
              "mz_show_default_privileges",
              "object_owner, database, schema, object_type, grantee, privilege_type",
              Place.SERVER,
              "object_owner",
              "1, 2, 3, 4, 5, 6");
      case ROLE_MEMBERSHIP ->
          new Shown(
              "mz_show_role_members", "role, member, grantor", Place.SERVER, "role", "1, 2, 3");
      case SUBSOURCES, NETWORK_POLICIES, CONTINUAL_TASKS ->
          throw SqlException.unsupported("SHOW " + listing.sql());
    };
  }

  private static Shown named(String relation, String columns, Place place) {
    return new Shown(relation, columns, place, "name", "name");
  }
}
