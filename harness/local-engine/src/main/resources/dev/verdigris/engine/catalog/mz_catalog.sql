-- mz_catalog, and of mz_internal what is not about time or rights.

CREATE VIEW mz_catalog.mz_databases AS SELECT id, oid, name, owner_id, privileges FROM mz_local.database;
CREATE VIEW mz_catalog.mz_schemas AS SELECT id, oid, database_id, name, owner_id, privileges FROM mz_local.schema;
CREATE VIEW mz_catalog.mz_clusters AS
  SELECT id, name, owner_id, privileges, managed, size, replication_factor::mz.uint4 AS replication_factor,
    CASE WHEN managed THEN true END AS disk, NULL::jsonb AS availability_zones, introspection_debugging,
    introspection_interval::interval AS introspection_interval
  FROM mz_local.cluster;
CREATE VIEW mz_catalog.mz_cluster_replicas AS
  SELECT id, name, cluster_id, size, NULL::text AS availability_zone, owner_id, true AS disk FROM mz_local.replica;
CREATE VIEW mz_internal.mz_internal_cluster_replicas AS SELECT NULL::text AS id WHERE false;
CREATE VIEW mz_internal.mz_pending_cluster_replicas AS SELECT NULL::text AS id WHERE false;
CREATE VIEW mz_internal.mz_cluster_workload_classes AS SELECT id, NULL::text AS workload_class FROM mz_local.cluster;
CREATE VIEW mz_internal.mz_cluster_schedules AS
  SELECT id AS cluster_id, 'manual'::text AS type, NULL::interval AS refresh_hydration_time_estimate
  FROM mz_local.cluster WHERE managed;
CREATE VIEW mz_catalog.mz_cluster_replica_sizes AS
  SELECT cc || 'cc' AS size, 1::mz.uint8 AS processes, workers::mz.uint8 AS workers,
    cpu::mz.uint8 AS cpu_nano_cores, memory::mz.uint8 AS memory_bytes, disk::mz.uint8 AS disk_bytes,
    trim_scale(cc::numeric / 100) AS credits_per_hour
  FROM (VALUES (25, 1, 500000000, 4069523456, 8139046912), (50, 1, 1000000000, 8139046912, 16279142400),
    (100, 2, 2000000000, 16279142400, 32558284800), (200, 4, 4000000000, 32558284800, 65116569600),
    (300, 6, 6000000000, 48837427200, 97674854400), (400, 8, 8000000000, 65116569600, 130234187776),
    (600, 12, 12000000000, 97674854400, 195350757376), (800, 16, 16000000000, 130234187776, 260468375552),
    (1200, 24, 24000000000, 195350757376, 390702563328), (1600, 31, 31000000000, 252329328640, 504658657280),
    (3200, 62, 62000000000, 504658657280, 1009317314560)) AS s (cc, workers, cpu, memory, disk);
CREATE VIEW mz_catalog.mz_roles AS
  SELECT id, oid, name, true AS inherit, can_login AS rolcanlogin, superuser AS rolsuper FROM mz_local.role;
CREATE VIEW mz_catalog.mz_role_members AS SELECT role_id, member, grantor FROM mz_local.membership;
CREATE VIEW mz_catalog.mz_role_parameters AS
  SELECT r.id AS role_id, p.key AS parameter_name, p.value AS parameter_value
  FROM mz_local.role r, json_each_text(r.parameters) AS p;
CREATE VIEW mz_catalog.mz_default_privileges AS
  SELECT role_id, database_id, schema_id, object_type, grantee, privileges FROM mz_local.default_privilege;
CREATE VIEW mz_catalog.mz_system_privileges AS
  SELECT unnest(privileges)::mz.mz_aclitem AS privileges FROM mz_local.meta;

CREATE VIEW mz_catalog.mz_tables AS
  SELECT id, oid, schema_id, name, owner_id, privileges, create_sql, redacted_create_sql, facts ->> 'source' AS source_id
  FROM mz_local.item WHERE type = 'table';
CREATE VIEW mz_catalog.mz_views AS
  SELECT id, oid, schema_id, name, coalesce(definition, '') AS definition, owner_id, privileges,
    coalesce(create_sql, '') AS create_sql, coalesce(redacted_create_sql, '') AS redacted_create_sql
  FROM mz_local.item WHERE type = 'view';
CREATE VIEW mz_catalog.mz_materialized_views AS
  SELECT id, oid, schema_id, name, coalesce(cluster_id, 's2') AS cluster_id, coalesce(definition, '') AS definition,
    owner_id, privileges, coalesce(create_sql, '') AS create_sql, coalesce(redacted_create_sql, '') AS redacted_create_sql
  FROM mz_local.item WHERE type = 'materialized-view';
CREATE FUNCTION mz_local.source_type(facts json) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$SELECT CASE facts ->> 'is' WHEN 'load_generator' THEN 'load-generator' WHEN 'export' THEN 'subsource'
    WHEN 'progress' THEN 'progress' ELSE 'source' END$$;
CREATE VIEW mz_catalog.mz_sources AS
  SELECT id, oid, schema_id, name, mz_local.source_type(facts) AS type, NULL::text AS connection_id, NULL::text AS size,
    NULL::text AS envelope_type, NULL::text AS key_format, NULL::text AS value_format, cluster_id, owner_id, privileges,
    create_sql, redacted_create_sql
  FROM mz_local.item WHERE type = 'source';
CREATE VIEW mz_catalog.mz_sinks AS
  SELECT id, oid, schema_id, name, 'kafka'::text AS type, facts ->> 'connection' AS connection_id, NULL::text AS size,
    facts ->> 'envelope' AS envelope_type, facts ->> 'value_format' AS format,
    CASE WHEN json_array_length(facts -> 'key') > 0 THEN facts ->> 'key_format' END AS key_format,
    facts ->> 'value_format' AS value_format, cluster_id, owner_id, create_sql, redacted_create_sql
  FROM mz_local.item WHERE type = 'sink';
CREATE VIEW mz_catalog.mz_kafka_sinks AS
  SELECT id, facts ->> 'topic' AS topic FROM mz_local.item WHERE type = 'sink';
CREATE VIEW mz_catalog.mz_iceberg_sinks AS
  SELECT NULL::text AS id, NULL::text AS namespace, NULL::text AS "table" WHERE false;
CREATE VIEW mz_catalog.mz_kafka_sources AS
  SELECT NULL::text AS id, NULL::text AS group_id_prefix, NULL::text AS topic WHERE false;
CREATE VIEW mz_catalog.mz_connections AS
  SELECT id, oid, schema_id, name, facts ->> 'kind' AS type, owner_id, privileges, create_sql, redacted_create_sql
  FROM mz_local.item WHERE type = 'connection';
CREATE VIEW mz_catalog.mz_kafka_connections AS
  SELECT id, ARRAY(SELECT json_array_elements_text(facts -> 'addresses')) AS brokers,
    facts ->> 'progress_topic' AS sink_progress_topic
  FROM mz_local.item WHERE type = 'connection' AND facts ->> 'kind' = 'kafka';
CREATE VIEW mz_catalog.mz_ssh_tunnel_connections AS
  SELECT NULL::text AS id, NULL::text AS public_key_1, NULL::text AS public_key_2 WHERE false;
CREATE VIEW mz_catalog.mz_aws_privatelink_connections AS
  SELECT NULL::text AS id, NULL::text AS principal WHERE false;
CREATE VIEW mz_catalog.mz_secrets AS
  SELECT id, oid, schema_id, name, owner_id, privileges FROM mz_local.item WHERE type = 'secret';
CREATE VIEW mz_local.any_type AS
  SELECT id, category FROM mz_local.type
  UNION ALL
  SELECT id, CASE
      WHEN create_sql ~ '^CREATE TYPE ("([^"]|"")*"\.?)+ AS LIST \(' THEN 'list'
      WHEN create_sql ~ '^CREATE TYPE ("([^"]|"")*"\.?)+ AS MAP \(' THEN 'pseudo'
      ELSE 'composite' END
  FROM mz_local.item WHERE type = 'type' AND id LIKE 'u%';
CREATE VIEW mz_catalog.mz_types AS
  SELECT i.id, i.oid, i.schema_id, i.name, t.category, i.owner_id, i.privileges, i.create_sql, i.redacted_create_sql
  FROM mz_local.item i JOIN mz_local.any_type t USING (id);
CREATE VIEW mz_catalog.mz_array_types AS
  SELECT a.id, e.id AS element_id FROM mz_local.item a JOIN mz_local.item e ON '_' || e.name = a.name
  WHERE a.type = 'type' AND e.type = 'type';
CREATE VIEW mz_catalog.mz_pseudo_types AS SELECT id FROM mz_local.type WHERE category = 'pseudo';
CREATE VIEW mz_catalog.mz_base_types AS SELECT id FROM mz_local.type WHERE category NOT IN ('pseudo', 'array');
CREATE VIEW mz_catalog.mz_functions AS
  SELECT id, oid, schema_id, name, argument_type_ids, variadic_argument_type_id, return_type_id, returns_set,
    's1'::text AS owner_id
  FROM mz_local.function;
-- Those of the recorded functions that are aggregates: the list itself does not say it.
CREATE VIEW mz_internal.mz_aggregates AS
  SELECT oid, 'n'::text AS agg_kind, 0::int2 AS agg_num_direct_args
  FROM mz_local.function
  WHERE name IN ('array_agg', 'avg', 'avg_internal_v1', 'bool_and', 'bool_or', 'concat_agg', 'count', 'jsonb_agg',
    'jsonb_object_agg', 'list_agg', 'map_agg', 'max', 'min', 'mz_all', 'mz_any', 'stddev', 'stddev_pop', 'stddev_samp',
    'string_agg', 'sum', 'var_pop', 'var_samp', 'variance');
CREATE VIEW mz_catalog.mz_operators AS SELECT oid, name, argument_type_ids, return_type_id FROM mz_local.operator;

-- Each cluster has indexes of the server's own, that look into what it does.
CREATE VIEW mz_local.introspection_index AS
  SELECT 'si' || row_number() OVER (ORDER BY c.id, l.name) AS id, (40000 + row_number() OVER (ORDER BY c.id, l.name))::oid AS oid,
    l.name || '_' || c.id || '_primary_idx' AS name, l.id AS on_id, c.id AS cluster_id
  FROM mz_local.cluster c
  CROSS JOIN (SELECT id, name FROM mz_local.item WHERE schema_id = 's6' AND type = 'source' AND name LIKE '%\_raw') l;
CREATE VIEW mz_catalog.mz_indexes AS
  SELECT id, oid, name, facts ->> 'on' AS on_id, cluster_id, owner_id, create_sql, redacted_create_sql
  FROM mz_local.item WHERE type = 'index'
  UNION ALL
  SELECT id, oid, name, on_id, cluster_id, 's1', '', '' FROM mz_local.introspection_index;
CREATE VIEW mz_catalog.mz_index_columns AS
  SELECT index_id, index_position::mz.uint8 AS index_position, on_position::mz.uint8 AS on_position, on_expression,
    nullable
  FROM mz_local.index_key;
CREATE VIEW mz_catalog.mz_columns AS
  SELECT id, name, position::mz.uint8 AS position, nullable, type, default_sql AS "default", type_oid, type_mod
  FROM mz_local.item_column;
CREATE VIEW mz_catalog.mz_relations AS
  SELECT id, oid, schema_id, name, type, owner_id, cluster_id, privileges
  FROM mz_local.item WHERE type IN ('table', 'source', 'view', 'materialized-view');
CREATE VIEW mz_catalog.mz_objects AS
  SELECT id, oid, schema_id, name, type, owner_id, cluster_id, privileges FROM mz_local.item WHERE type <> 'function'
  UNION ALL
  SELECT id, oid, schema_id, name, 'function', 's1', NULL, NULL FROM mz_local.function
  UNION ALL
  SELECT id, oid, 's6', name, 'index', 's1', cluster_id, NULL FROM mz_local.introspection_index
  UNION ALL
  SELECT 's900', 16699, 's3', 'mz_analytics', 'connection', 's1', NULL, ARRAY['s1=U/s1']::mz.mz_aclitem[];

CREATE VIEW mz_catalog.mz_audit_events AS
  SELECT id::mz.uint8 AS id, event_type, object_type, details, "user", occurred_at FROM mz_local.audit_event;
CREATE VIEW mz_internal.mz_object_lifetimes AS
  SELECT details ->> 'id' AS id, NULL::text AS previous_id, object_type, event_type, occurred_at
  FROM mz_local.audit_event WHERE event_type IN ('create', 'drop');
CREATE VIEW mz_internal.mz_object_history AS
  SELECT c.details ->> 'id' AS id, i.cluster_id, c.object_type, c.occurred_at AS created_at, d.occurred_at AS dropped_at
  FROM mz_local.audit_event c
  LEFT JOIN mz_local.audit_event d
    ON d.event_type = 'drop' AND d.object_type = c.object_type AND d.details ->> 'id' = c.details ->> 'id'
  LEFT JOIN mz_local.item i ON i.id = c.details ->> 'id'
  WHERE c.event_type = 'create'
    AND c.object_type IN ('table', 'source', 'view', 'materialized-view', 'index', 'sink', 'connection', 'secret', 'type');
CREATE VIEW mz_internal.mz_cluster_replica_history AS
  SELECT c.details ->> 'replica_id' AS replica_id, c.details ->> 'logical_size' AS size,
    c.details ->> 'cluster_id' AS cluster_id, c.details ->> 'cluster_name' AS cluster_name,
    c.details ->> 'replica_name' AS replica_name, c.occurred_at AS created_at, d.occurred_at AS dropped_at,
    s.credits_per_hour
  FROM mz_local.audit_event c
  LEFT JOIN mz_local.audit_event d
    ON d.event_type = 'drop' AND d.object_type = 'cluster-replica'
      AND d.details ->> 'replica_id' = c.details ->> 'replica_id'
  LEFT JOIN mz_catalog.mz_cluster_replica_sizes s ON s.size = c.details ->> 'logical_size'
  WHERE c.event_type = 'create' AND c.object_type = 'cluster-replica';
-- Which clusters are logically the same, as documented: the predecessor of a cluster is the one of its name (or of its
-- name and _dbt_deploy) that was dropped within a minute of the moment at which it took that name; and so on back.
CREATE VIEW mz_local.cluster_named AS
  SELECT id, details ->> 'id' AS cluster_id, coalesce(details ->> 'new_name', details ->> 'name') AS name, occurred_at
  FROM mz_local.audit_event
  WHERE object_type = 'cluster' AND (event_type = 'create' OR (event_type = 'alter' AND details ->> 'new_name' IS NOT NULL));
CREATE VIEW mz_local.cluster_dropped AS
  SELECT details ->> 'id' AS cluster_id, details ->> 'name' AS name, occurred_at
  FROM mz_local.audit_event WHERE object_type = 'cluster' AND event_type = 'drop';
CREATE VIEW mz_internal.mz_cluster_deployment_lineage AS
  WITH RECURSIVE lineage (cluster_id, current_deployment_cluster_id, cluster_name) AS (
    SELECT id, id, name FROM mz_local.cluster WHERE id LIKE 'u%'
    UNION
    SELECT p.cluster_id, l.current_deployment_cluster_id, l.cluster_name
    FROM lineage l
    CROSS JOIN LATERAL (
      SELECT n.occurred_at FROM mz_local.cluster_named n
      WHERE n.cluster_id = l.cluster_id AND n.name = l.cluster_name ORDER BY n.id DESC LIMIT 1
    ) named
    CROSS JOIN LATERAL (
      SELECT d.cluster_id FROM mz_local.cluster_dropped d
      WHERE d.name IN (l.cluster_name, l.cluster_name || '_dbt_deploy') AND d.cluster_id <> l.cluster_id
        AND d.occurred_at BETWEEN named.occurred_at - '1 minute'::interval AND named.occurred_at + '1 minute'::interval
      ORDER BY abs(extract(epoch FROM d.occurred_at - named.occurred_at)), d.occurred_at DESC LIMIT 1
    ) p
  )
  SELECT cluster_id, current_deployment_cluster_id, cluster_name FROM lineage;
CREATE VIEW mz_internal.mz_comments AS
  SELECT id, object_type, object_sub_id, comment FROM mz_local.comment;
CREATE VIEW mz_internal.mz_object_dependencies AS
  SELECT object_id, referenced_object_id FROM mz_local.dependency;
CREATE VIEW mz_internal.mz_object_transitive_dependencies AS
  WITH RECURSIVE reach (object_id, referenced_object_id) AS (
    SELECT object_id, referenced_object_id FROM mz_local.dependency
    UNION
    SELECT r.object_id, d.referenced_object_id
    FROM reach r JOIN mz_local.dependency d ON d.object_id = r.referenced_object_id
  )
  SELECT object_id, referenced_object_id FROM reach;
CREATE VIEW mz_internal.mz_object_fully_qualified_names AS
  SELECT o.id, o.name, o.type AS object_type, o.schema_id, s.name AS schema_name, s.database_id,
    d.name AS database_name, o.cluster_id
  FROM mz_catalog.mz_objects o
  JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id
  LEFT JOIN mz_catalog.mz_databases d ON d.id = s.database_id;
CREATE VIEW mz_internal.mz_object_oid_alias AS
  SELECT type AS object_type, CASE type WHEN 'type' THEN 'regtype' WHEN 'function' THEN 'regproc' ELSE 'regclass' END AS oid_alias
  FROM unnest(ARRAY['table', 'source', 'view', 'materialized-view', 'index', 'type', 'function']) AS t (type);
CREATE VIEW mz_internal.mz_objects_id_namespace_types AS
  SELECT type AS object_type
  FROM unnest(ARRAY['table', 'view', 'materialized-view', 'source', 'sink', 'index', 'connection', 'type', 'function', 'secret']) AS t (type);
CREATE VIEW mz_internal.mz_object_global_ids AS SELECT id, id AS global_id FROM mz_local.item WHERE type <> 'function';
CREATE VIEW mz_internal.mz_materialized_view_refresh_strategies AS
  SELECT id AS materialized_view_id, 'on-commit'::text AS type, NULL::interval AS "interval",
    NULL::timestamptz AS aligned_to, NULL::timestamptz AS at
  FROM mz_local.item WHERE type = 'materialized-view';
CREATE VIEW mz_internal.mz_type_pg_metadata AS
  SELECT id, NULL::oid AS typinput, NULL::oid AS typreceive FROM mz_local.type WHERE false;
CREATE VIEW mz_internal.mz_sessions AS
  SELECT id, connection_id::mz.uint4 AS connection_id, role_id, client_ip, connected_at FROM mz_local.session;
CREATE VIEW mz_internal.mz_subscriptions AS
  SELECT id, session_id, cluster_id, created_at, to_jsonb(referenced_object_ids) AS referenced_object_ids
  FROM mz_local.subscription;

-- What the SHOW statements list.
CREATE FUNCTION mz_local.comment_on(of text, kind text) RETURNS text LANGUAGE sql STABLE AS
  $$SELECT coalesce((SELECT c.comment FROM mz_local.comment c WHERE c.key = kind || '/' || of), '')$$;
CREATE FUNCTION mz_local.comment_on(of text, kind text, place int4) RETURNS text LANGUAGE sql STABLE AS
  $$SELECT coalesce((SELECT c.comment FROM mz_local.comment c WHERE c.key = kind || '/' || of || '/' || place), '')$$;
CREATE VIEW mz_internal.mz_show_databases AS
  SELECT name, mz_local.comment_on(id, 'database') AS comment FROM mz_local.database;
CREATE VIEW mz_internal.mz_show_schemas AS
  SELECT database_id, name, mz_local.comment_on(id, 'schema') AS comment FROM mz_local.schema;
CREATE VIEW mz_internal.mz_show_roles AS
  SELECT name, mz_local.comment_on(id, 'role') AS comment FROM mz_local.role WHERE id NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_clusters AS
  SELECT c.name,
    (SELECT string_agg(r.name || ' (' || r.size || ')', ', ' ORDER BY r.name) FROM mz_local.replica r WHERE r.cluster_id = c.id) AS replicas,
    mz_local.comment_on(c.id, 'cluster') AS comment
  FROM mz_local.cluster c;
CREATE VIEW mz_internal.mz_show_all_objects AS
  SELECT schema_id, name, type, mz_local.comment_on(id, type) AS comment FROM mz_catalog.mz_objects;
CREATE VIEW mz_internal.mz_show_tables AS
  SELECT schema_id, name, mz_local.comment_on(id, type) AS comment, facts ->> 'source' AS source_id FROM mz_local.item WHERE type = 'table';
CREATE VIEW mz_internal.mz_show_views AS
  SELECT schema_id, name, mz_local.comment_on(id, type) AS comment FROM mz_local.item WHERE type = 'view';
CREATE VIEW mz_internal.mz_show_types AS
  SELECT schema_id, name, mz_local.comment_on(id, type) AS comment FROM mz_local.item WHERE type = 'type';
CREATE VIEW mz_internal.mz_show_connections AS
  SELECT schema_id, name, facts ->> 'kind' AS type, mz_local.comment_on(id, type) AS comment FROM mz_local.item WHERE type = 'connection';
CREATE VIEW mz_internal.mz_show_secrets AS
  SELECT schema_id, name, mz_local.comment_on(id, type) AS comment FROM mz_local.item WHERE type = 'secret';
CREATE VIEW mz_internal.mz_show_sinks AS
  SELECT i.id, i.name, 'kafka'::text AS type, c.name AS cluster, i.schema_id, i.cluster_id,
    mz_local.comment_on(i.id, i.type) AS comment
  FROM mz_local.item i JOIN mz_local.cluster c ON c.id = i.cluster_id WHERE i.type = 'sink';
CREATE VIEW mz_internal.mz_show_sources AS
  SELECT i.id, i.name, mz_local.source_type(i.facts) AS type, c.name AS cluster, i.schema_id, i.cluster_id,
    mz_local.comment_on(i.id, i.type) AS comment
  FROM mz_local.item i LEFT JOIN mz_local.cluster c ON c.id = i.cluster_id WHERE i.type = 'source';
CREATE VIEW mz_internal.mz_show_materialized_views AS
  SELECT i.id, i.name, c.name AS cluster, i.schema_id, i.cluster_id, mz_local.comment_on(i.id, i.type) AS comment
  FROM mz_local.item i JOIN mz_local.cluster c ON c.id = coalesce(i.cluster_id, 's2') WHERE i.type = 'materialized-view';
CREATE VIEW mz_internal.mz_show_columns AS
  SELECT c.id, c.name, c.nullable, c.type, c.position::mz.uint8 AS position,
    mz_local.comment_on(c.id, i.type, c.position) AS comment
  FROM mz_local.item_column c JOIN mz_local.item i ON i.id = c.id;
CREATE VIEW mz_internal.mz_show_indexes AS
  SELECT i.id, i.name, o.name AS "on", c.name AS cluster,
    ARRAY(
      SELECT coalesce(k.on_expression, col.name)
      FROM mz_local.index_key k LEFT JOIN mz_local.item_column col ON col.id = o.id AND col.position = k.on_position
      WHERE k.index_id = i.id ORDER BY k.index_position) AS key,
    o.id AS on_id, o.schema_id, i.cluster_id, mz_local.comment_on(i.id, i.type) AS comment
  FROM mz_local.item i
  JOIN mz_local.item o ON o.id = i.facts ->> 'on'
  JOIN mz_local.cluster c ON c.id = i.cluster_id
  WHERE i.type = 'index';

-- A license is what a real server has; this one has none.
CREATE VIEW mz_internal.mz_license_keys AS
  SELECT NULL::text AS id, NULL::text AS organization, NULL::text AS environment_id, NULL::timestamptz AS expiration,
    NULL::timestamptz AS not_before WHERE false;
