-- The catalog's own tables. The JVM writes them; the server's relations are views of them.
CREATE SCHEMA u;
CREATE SCHEMA mz_local;
CREATE SCHEMA mz_catalog;
CREATE SCHEMA mz_internal;
CREATE SCHEMA mz_pg_catalog;
CREATE SCHEMA mz_information_schema;

CREATE TABLE mz_local.meta (
  revision int8, items int8, schemas int8, databases int8, clusters int8, replicas int8, roles int8, oids int8,
  privileges text[]
);
CREATE TABLE mz_local.database (id text PRIMARY KEY, oid oid, name text, owner_id text, privileges mz.mz_aclitem[]);
CREATE TABLE mz_local.schema (
  id text PRIMARY KEY, oid oid, database_id text, name text, owner_id text, privileges mz.mz_aclitem[]
);
CREATE TABLE mz_local.cluster (
  id text PRIMARY KEY, name text, owner_id text, privileges mz.mz_aclitem[], managed boolean, size text,
  replication_factor int4, introspection_debugging boolean, introspection_interval text
);
CREATE TABLE mz_local.replica (id text PRIMARY KEY, name text, cluster_id text, size text, owner_id text);
CREATE TABLE mz_local.role (id text PRIMARY KEY, oid oid, name text, can_login boolean, superuser boolean, parameters json);
CREATE TABLE mz_local.setting (name text PRIMARY KEY, value text);
CREATE TABLE mz_local.membership (role_id text, member text, grantor text);
CREATE TABLE mz_local.default_privilege (
  role_id text, database_id text, schema_id text, object_type text, grantee text, privileges text
);
CREATE TABLE mz_local.item (
  id text PRIMARY KEY, oid oid, schema_id text, temporary text, name text, type text, owner_id text,
  privileges mz.mz_aclitem[], cluster_id text, create_sql text, redacted_create_sql text, definition text, facts json,
  physical text, full_name text, constant boolean
);
CREATE INDEX ON mz_local.item (name);
CREATE TABLE mz_local.item_column (
  id text, position int4, name text, nullable boolean, type text, type_oid oid, type_mod int4, default_sql text,
  type_json json, PRIMARY KEY (id, position)
);
CREATE TABLE mz_local.dependency (object_id text, referenced_object_id text);
CREATE INDEX ON mz_local.dependency (object_id);
CREATE TABLE mz_local.index_key (
  index_id text, index_position int4, on_position int4, on_expression text, nullable boolean
);
CREATE TABLE mz_local.comment (key text PRIMARY KEY, id text, object_type text, object_sub_id int4, comment text);
CREATE TABLE mz_local.type (id text PRIMARY KEY, category text);
CREATE TABLE mz_local.function (
  id text, oid oid, schema_id text, name text, argument_type_ids text[], variadic_argument_type_id text,
  return_type_id text, returns_set boolean
);
CREATE TABLE mz_local.operator (oid oid, name text, argument_type_ids text[], return_type_id text);
CREATE TABLE mz_local.audit_event (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_type text, object_type text, details jsonb, "user" text,
  occurred_at timestamptz
);

-- What is made believe: when an object on a replica is reported, and hydrated; how far it lags; how replicas are.
CREATE TABLE mz_local.hydration (
  object_id text, replica_id text, created_at timestamptz, reported_at timestamptz, hydrates_at timestamptz,
  PRIMARY KEY (object_id, replica_id)
);
CREATE TABLE mz_local.lag (object_id text PRIMARY KEY, lag interval);
CREATE TABLE mz_local.replica_status_history (
  replica_id text, process_id int4, status text, reason text, occurred_at timestamptz
);
-- How sources are said to be; those of which nothing is said run once they are loaded.
CREATE TABLE mz_local.source_status (source_id text PRIMARY KEY, status text, error text, updated_at timestamptz);
-- How far load generators are: when a tick was, by the runs of its source; what was written of each output.
CREATE TABLE mz_local.source_run (source_id text, first_tick int8, started_ms int8, PRIMARY KEY (source_id, first_tick));
CREATE TABLE mz_local.source_progress (source_id text PRIMARY KEY, tick int8, updated_at timestamptz);
CREATE TABLE mz_local.source_export (
  id text PRIMARY KEY, source_id text, snapshot int8, updates int8, bytes int8, loaded_at timestamptz
);

-- What is not in the catalog any more and is still to be dropped in PostgreSQL, in that order.
CREATE TABLE mz_local.garbage (number int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, statement text);

-- What sessions do now; empty when the engine starts.
CREATE UNLOGGED TABLE mz_local.session (
  id uuid PRIMARY KEY, connection_id int8, role_id text, client_ip text, connected_at timestamptz
);
CREATE UNLOGGED TABLE mz_local.subscription (
  id text PRIMARY KEY, session_id uuid, cluster_id text, created_at timestamptz, referenced_object_ids text[]
);

CREATE FUNCTION mz_local.not_null(present boolean, name text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT present THEN
    PERFORM mz.raise(format('Evaluation error: column "%s" must not be null', name));
  END IF;
  RETURN true;
END $$;
