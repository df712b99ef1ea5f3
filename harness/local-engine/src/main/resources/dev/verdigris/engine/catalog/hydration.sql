-- What is made believe of time and health. "Now" is the time of the statement.

CREATE VIEW mz_local.hydratable AS
  SELECT id, cluster_id, type, constant, full_name FROM mz_local.item
  WHERE cluster_id IS NOT NULL AND type IN ('index', 'materialized-view', 'sink', 'source') AND id LIKE 'u%';
CREATE VIEW mz_local.reported AS
  SELECT object_id, replica_id, hydrates_at <= statement_timestamp() AS hydrated, hydrates_at - created_at AS took
  FROM mz_local.hydration WHERE reported_at <= statement_timestamp();
CREATE VIEW mz_local.introspection_hydration AS
  SELECT i.id AS object_id, r.id AS replica_id
  FROM mz_local.introspection_index i JOIN mz_local.replica r ON r.cluster_id = i.cluster_id;

-- An object that no replica has reported yet has one row without a replica.
CREATE VIEW mz_internal.mz_hydration_statuses AS
  SELECT r.object_id, r.replica_id, r.hydrated FROM mz_local.reported r JOIN mz_local.hydratable h ON h.id = r.object_id
  UNION ALL
  SELECT h.id, NULL, false FROM mz_local.hydratable h
  WHERE NOT EXISTS (SELECT 1 FROM mz_local.reported r WHERE r.object_id = h.id)
  UNION ALL
  SELECT object_id, replica_id, true FROM mz_local.introspection_hydration;
CREATE VIEW mz_internal.mz_compute_hydration_statuses AS
  SELECT r.object_id, r.replica_id, r.hydrated,
    CASE WHEN r.hydrated AND NOT h.constant THEN r.took END AS hydration_time
  FROM mz_local.reported r JOIN mz_local.hydratable h ON h.id = r.object_id WHERE h.type IN ('index', 'materialized-view')
  UNION ALL
  SELECT object_id, replica_id, true, '00:00:00.1'::interval FROM mz_local.introspection_hydration;
CREATE VIEW mz_internal.mz_compute_hydration_times AS
  SELECT replica_id, object_id,
    trunc(extract(epoch FROM hydration_time) * 1000000000)::mz.uint8 AS time_ns
  FROM mz_internal.mz_compute_hydration_statuses;

CREATE VIEW mz_internal.mz_cluster_replica_status_history AS
  SELECT replica_id, process_id::mz.uint8 AS process_id, status, reason, occurred_at FROM mz_local.replica_status_history
  UNION ALL
  SELECT r.id, 0, 'online', NULL, 'epoch'::timestamptz FROM mz_local.replica r
  WHERE NOT EXISTS (SELECT 1 FROM mz_local.replica_status_history h WHERE h.replica_id = r.id);
CREATE VIEW mz_internal.mz_cluster_replica_statuses AS
  SELECT DISTINCT ON (h.replica_id, h.process_id) h.replica_id, h.process_id, h.status, h.reason, h.occurred_at AS updated_at
  FROM mz_internal.mz_cluster_replica_status_history h JOIN mz_local.replica r ON r.id = h.replica_id
  ORDER BY h.replica_id, h.process_id, h.occurred_at DESC;
CREATE VIEW mz_internal.mz_show_cluster_replicas AS
  SELECT c.name AS cluster, r.name AS replica, r.id AS replica_id, r.size,
    coalesce((SELECT bool_and(s.status = 'online') FROM mz_internal.mz_cluster_replica_statuses s WHERE s.replica_id = r.id), false) AS ready,
    mz_local.comment_on(r.id, 'cluster-replica') AS comment
  FROM mz_local.replica r JOIN mz_local.cluster c ON c.id = r.cluster_id;

-- What objects stand on, views looked through.
CREATE VIEW mz_local.input AS
  WITH RECURSIVE seen (object_id, input_id, type) AS (
    SELECT d.object_id, i.id, i.type FROM mz_local.dependency d JOIN mz_local.item i ON i.id = d.referenced_object_id
    WHERE i.type IN ('table', 'source', 'view', 'materialized-view')
    UNION
    SELECT s.object_id, i.id, i.type
    FROM seen s JOIN mz_local.dependency d ON d.object_id = s.input_id AND s.type = 'view'
    JOIN mz_local.item i ON i.id = d.referenced_object_id
    WHERE i.type IN ('table', 'source', 'view', 'materialized-view')
  )
  SELECT object_id, input_id FROM seen WHERE type <> 'view';
CREATE VIEW mz_internal.mz_compute_dependencies AS
  SELECT n.object_id, n.input_id AS dependency_id
  FROM mz_local.input n JOIN mz_local.hydratable h ON h.id = n.object_id WHERE h.type IN ('index', 'materialized-view');
CREATE VIEW mz_internal.mz_materialization_dependencies AS
  SELECT n.object_id, n.input_id AS dependency_id FROM mz_local.input n JOIN mz_local.hydratable h ON h.id = n.object_id WHERE h.type <> 'source';

CREATE VIEW mz_local.hydrated_now AS
  SELECT h.id, h.type, h.constant, coalesce(l.lag, '00:00:00'::interval) AS lag
  FROM mz_local.hydratable h LEFT JOIN mz_local.lag l ON l.object_id = h.id
  WHERE EXISTS (SELECT 1 FROM mz_local.reported r WHERE r.object_id = h.id AND r.hydrated);
CREATE FUNCTION mz_local.now_ms() RETURNS numeric LANGUAGE sql STABLE AS
  $$SELECT trunc(extract(epoch FROM statement_timestamp() + mz.clock_ahead()) * 1000)$$;

CREATE VIEW mz_internal.mz_materialization_lag AS
  SELECT h.id AS object_id, h.lag AS local_lag, h.lag AS global_lag, min(n.input_id) AS slowest_local_input_id,
    min(n.input_id) AS slowest_global_input_id
  FROM mz_local.hydrated_now h JOIN mz_local.input n ON n.object_id = h.id
  WHERE NOT h.constant AND h.type <> 'source' GROUP BY h.id, h.lag;
-- A sink's is the time of the first records that are not known to be in its topic. That one of constants ends where
-- its relation does, at NULL, is in the server's sources and was not recorded; there such a sink never sends again,
-- whatever it reads later, which is not made believe.
CREATE VIEW mz_internal.mz_frontiers AS
  SELECT h.id AS object_id, (mz_local.now_ms() - 1000 - extract(epoch FROM h.lag) * 1000)::mz.mz_timestamp AS read_frontier,
    least(
      CASE WHEN NOT h.constant AND NOT EXISTS (
        SELECT 1 FROM mz_local.dependency d JOIN mz_local.item i ON i.id = d.referenced_object_id
        WHERE h.type = 'sink' AND d.object_id = h.id AND i.constant
      ) THEN trunc(mz_local.now_ms() + 1 - extract(epoch FROM h.lag) * 1000) END,
      (SELECT min(o.timestamp) FROM mz_sinks.outbox o WHERE o.sink = h.id)
    )::mz.mz_timestamp AS write_frontier
  FROM mz_local.hydrated_now h
  UNION ALL
  SELECT id, (mz_local.now_ms() - 1000)::mz.mz_timestamp, (mz_local.now_ms() + 1)::mz.mz_timestamp
  FROM mz_local.item WHERE type = 'table' AND id LIKE 'u%';
CREATE VIEW mz_catalog.mz_cluster_replica_frontiers AS
  SELECT r.object_id, r.replica_id, f.write_frontier
  FROM mz_local.reported r JOIN mz_internal.mz_frontiers f ON f.object_id = r.object_id
  JOIN mz_local.hydratable h ON h.id = r.object_id
  WHERE r.hydrated AND h.type IN ('index', 'materialized-view');
CREATE VIEW mz_internal.mz_wallclock_global_lag AS
  SELECT id AS object_id, lag FROM mz_local.hydrated_now
  UNION ALL
  SELECT id, '00:00:00'::interval FROM mz_local.item WHERE type = 'table' AND id LIKE 'u%';
CREATE VIEW mz_internal.mz_wallclock_global_lag_history AS
  SELECT object_id, lag, date_trunc('minute', statement_timestamp()) AS occurred_at FROM mz_internal.mz_wallclock_global_lag;
CREATE VIEW mz_internal.mz_wallclock_global_lag_recent_history AS
  SELECT object_id, lag, occurred_at FROM mz_internal.mz_wallclock_global_lag_history;
CREATE VIEW mz_internal.mz_wallclock_lag_history AS
  SELECT l.object_id, r.replica_id, l.lag, date_trunc('minute', statement_timestamp()) AS occurred_at
  FROM mz_internal.mz_wallclock_global_lag l LEFT JOIN mz_local.reported r ON r.object_id = l.object_id;

CREATE VIEW mz_internal.mz_sink_statuses AS
  SELECT i.id, i.name, 'kafka'::text AS type, s.updated_at AS last_status_change_at,
    CASE
      WHEN NOT EXISTS (SELECT 1 FROM mz_local.replica r WHERE r.cluster_id = i.cluster_id) THEN 'paused'
      ELSE coalesce(s.status, 'starting')
    END AS status,
    s.error, NULL::jsonb AS details
  FROM mz_local.item i LEFT JOIN mz_local.sink_status s ON s.sink_id = i.id WHERE i.type = 'sink';
CREATE VIEW mz_internal.mz_sink_status_history AS
  SELECT s.updated_at AS occurred_at, s.sink_id, s.status, s.error, NULL::jsonb AS details, NULL::text AS replica_id
  FROM mz_local.sink_status s;
-- A sink runs on one replica of its cluster: here the one that was there first.
CREATE VIEW mz_internal.mz_sink_statistics AS
  SELECT i.id, r.id AS replica_id, coalesce(s.messages_staged, 0)::mz.uint8 AS messages_staged,
    coalesce(s.messages_committed, 0)::mz.uint8 AS messages_committed, coalesce(s.bytes_staged, 0)::mz.uint8 AS bytes_staged,
    coalesce(s.bytes_committed, 0)::mz.uint8 AS bytes_committed
  FROM mz_local.item i
  CROSS JOIN LATERAL (
    SELECT id FROM mz_local.replica WHERE cluster_id = i.cluster_id ORDER BY length(id), id LIMIT 1
  ) r
  LEFT JOIN mz_local.sink_statistics s ON s.sink_id = i.id
  WHERE i.type = 'sink';
-- A source and what is made of it: what it is of, and since when it has data.
CREATE VIEW mz_local.source_part AS
  SELECT i.id, i.name, CASE i.type WHEN 'table' THEN 'table' ELSE mz_local.source_type(i.facts) END AS type,
    coalesce(i.facts ->> 'source', i.id) AS source_id, s.cluster_id, e.loaded_at, e.snapshot, e.updates, e.bytes
  FROM mz_local.item i
  JOIN mz_local.item s ON s.id = coalesce(i.facts ->> 'source', i.id)
  LEFT JOIN mz_local.source_export e ON e.id = i.id
  WHERE i.facts ->> 'is' IN ('load_generator', 'export');
-- What is said of a source holds for what is made of it too.
CREATE VIEW mz_internal.mz_source_statuses AS
  SELECT p.id, p.name, p.type, coalesce(t.updated_at, p.loaded_at, statement_timestamp()) AS last_status_change_at,
    CASE
      WHEN NOT EXISTS (SELECT 1 FROM mz_local.replica r WHERE r.cluster_id = p.cluster_id) THEN 'paused'
      WHEN t.status IS NOT NULL THEN t.status
      WHEN p.loaded_at IS NULL THEN 'starting'
      ELSE 'running'
    END AS status,
    t.error, NULL::jsonb AS details
  FROM mz_local.source_part p LEFT JOIN mz_local.source_status t ON t.source_id = p.source_id;
CREATE VIEW mz_internal.mz_source_status_history AS
  SELECT p.loaded_at AS occurred_at, p.id AS source_id, 'running'::text AS status, NULL::text AS error,
    NULL::jsonb AS details, min(r.id) AS replica_id
  FROM mz_local.source_part p LEFT JOIN mz_local.replica r ON r.cluster_id = p.cluster_id
  WHERE p.loaded_at IS NOT NULL GROUP BY p.loaded_at, p.id;
CREATE VIEW mz_internal.mz_source_statistics AS
  SELECT p.id, r.id AS replica_id, coalesce(p.updates, 0)::mz.uint8 AS messages_received,
    coalesce(p.bytes, 0)::mz.uint8 AS bytes_received, coalesce(p.updates, 0)::mz.uint8 AS updates_staged,
    coalesce(p.updates, 0)::mz.uint8 AS updates_committed, 0::mz.uint8 AS records_indexed, 0::mz.uint8 AS bytes_indexed,
    CASE WHEN p.loaded_at IS NOT NULL THEN '00:00:00.1'::interval END AS rehydration_latency,
    p.snapshot::mz.uint8 AS snapshot_records_known, p.snapshot::mz.uint8 AS snapshot_records_staged,
    p.loaded_at IS NOT NULL AS snapshot_committed, g.tick::mz.uint8 AS offset_known, g.tick::mz.uint8 AS offset_committed
  FROM mz_local.source_part p
  JOIN mz_local.replica r ON r.cluster_id = p.cluster_id
  LEFT JOIN mz_local.source_progress g ON g.source_id = p.source_id;
CREATE VIEW mz_internal.mz_source_statistics_with_history AS SELECT * FROM mz_internal.mz_source_statistics;
