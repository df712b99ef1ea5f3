-- pg_catalog and information_schema, as the session's database has them.

CREATE FUNCTION mz_local.session_database() RETURNS text LANGUAGE sql STABLE AS
  $$SELECT coalesce(nullif(current_setting('mz.database', true), ''), 'materialize')$$;
CREATE FUNCTION mz_local.in_database(database_id text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT database_id IS NULL OR database_id = (SELECT d.id FROM mz_local.database d
    WHERE d.name = mz_local.session_database()) $$;
CREATE FUNCTION mz_local.role_oid(role_id text) RETURNS oid LANGUAGE sql STABLE AS
  $$SELECT r.oid FROM mz_local.role r WHERE r.id = role_id$$;
CREATE VIEW mz_local.visible_schema AS SELECT * FROM mz_local.schema WHERE mz_local.in_database(database_id);
CREATE VIEW mz_local.visible_item AS
  SELECT i.*, s.oid AS schema_oid, s.name AS schema_name FROM mz_local.item i JOIN mz_local.visible_schema s ON s.id = i.schema_id;

CREATE VIEW mz_pg_catalog.pg_namespace AS
  SELECT oid, name AS nspname, mz_local.role_oid(owner_id) AS nspowner, NULL::text[] AS nspacl FROM mz_local.visible_schema;
CREATE VIEW mz_pg_catalog.pg_database AS
  SELECT oid, name AS datname, mz_local.role_oid(owner_id) AS datdba, 6 AS encoding, false AS datistemplate,
    true AS datallowconn, 'C'::text AS datcollate, 'C'::text AS datctype, NULL::text[] AS datacl
  FROM mz_local.database;
CREATE VIEW mz_pg_catalog.pg_class AS
  SELECT i.oid, i.name AS relname, i.schema_oid AS relnamespace, 0::oid AS reloftype,
    mz_local.role_oid(i.owner_id) AS relowner, 0::oid AS relam, 0::oid AS reltablespace, (-1)::float4 AS reltuples,
    0::oid AS reltoastrelid,
    EXISTS (SELECT 1 FROM mz_local.item x WHERE x.type = 'index' AND x.facts ->> 'on' = i.id) AS relhasindex,
    'p'::"char" AS relpersistence,
    CASE i.type WHEN 'table' THEN 'r' WHEN 'source' THEN 'r' WHEN 'index' THEN 'i' WHEN 'view' THEN 'v' ELSE 'm' END AS relkind,
    (SELECT count(*) FROM mz_local.item_column c WHERE c.id = i.id)::int2 AS relnatts, 0::int2 AS relchecks,
    false AS relhasrules, false AS relhastriggers, false AS relhassubclass, false AS relrowsecurity,
    false AS relforcerowsecurity, 'd'::"char" AS relreplident, false AS relispartition, false AS relhasoids,
    NULL::text[] AS reloptions
  FROM mz_local.visible_item i WHERE i.type IN ('table', 'source', 'index', 'view', 'materialized-view');
CREATE VIEW mz_pg_catalog.pg_attribute AS
  SELECT i.oid AS attrelid, c.name AS attname, c.type_oid AS atttypid, NULL::int2 AS attlen, c.position::int2 AS attnum,
    c.type_mod AS atttypmod, 0::int2 AS attndims, NOT c.nullable AS attnotnull,
    c.default_sql IS NOT NULL AS atthasdef, ''::"char" AS attidentity, ''::"char" AS attgenerated,
    false AS attisdropped, 0::oid AS attcollation
  FROM mz_local.item_column c JOIN mz_local.visible_item i ON i.id = c.id;
CREATE VIEW mz_pg_catalog.pg_attrdef AS
  SELECT NULL::oid AS oid, i.oid AS adrelid, c.position::int8 AS adnum, c.default_sql AS adbin, c.default_sql AS adsrc
  FROM mz_local.item_column c JOIN mz_local.visible_item i ON i.id = c.id WHERE c.default_sql IS NOT NULL;
CREATE VIEW mz_pg_catalog.pg_index AS
  SELECT x.oid AS indexrelid, o.oid AS indrelid,
    (SELECT count(*) FROM mz_local.index_key k WHERE k.index_id = x.id)::int2 AS indnatts, false AS indisunique,
    false AS indisprimary, true AS indimmediate, false AS indisclustered, true AS indisvalid, false AS indisreplident,
    (SELECT coalesce(string_agg(coalesce(k.on_position, 0)::text, ' ' ORDER BY k.index_position), '') FROM mz_local.index_key k WHERE k.index_id = x.id)::int2vector AS indkey,
    (SELECT coalesce(string_agg('0', ' '), '') FROM mz_local.index_key k WHERE k.index_id = x.id)::int2vector AS indoption,
    NULL::text AS indexprs, NULL::text AS indpred
  FROM mz_local.visible_item x JOIN mz_local.item o ON o.id = x.facts ->> 'on' WHERE x.type = 'index';
CREATE VIEW mz_pg_catalog.pg_indexes AS
  SELECT mz_local.session_database() AS table_catalog, o.schema_name AS schemaname, o.name AS tablename, x.name AS indexname,
    NULL::text AS tablespace, NULL::text AS indexdef
  FROM mz_local.visible_item x JOIN mz_local.visible_item o ON o.id = x.facts ->> 'on' WHERE x.type = 'index';
CREATE VIEW mz_pg_catalog.pg_type AS
  SELECT i.oid, i.name AS typname, i.schema_oid AS typnamespace, mz_local.role_oid(i.owner_id) AS typowner,
    NULL::int2 AS typlen, CASE t.category WHEN 'pseudo' THEN 'p' WHEN 'range' THEN 'r' ELSE 'b' END::"char" AS typtype,
    CASE t.category WHEN 'array' THEN 'A' WHEN 'bit-string' THEN 'V' WHEN 'boolean' THEN 'B' WHEN 'composite' THEN 'C'
      WHEN 'date-time' THEN 'D' WHEN 'enum' THEN 'E' WHEN 'geometric' THEN 'G' WHEN 'list' THEN 'U' WHEN 'network-address' THEN 'I'
      WHEN 'numeric' THEN 'N' WHEN 'pseudo' THEN 'P' WHEN 'string' THEN 'S' WHEN 'timespan' THEN 'T' WHEN 'user-defined' THEN 'U'
      ELSE 'X' END::"char" AS typcategory,
    ','::"char" AS typdelim, 0::oid AS typrelid,
    coalesce((SELECT e.oid FROM mz_local.item e WHERE e.type = 'type' AND '_' || e.name = i.name), 0::oid) AS typelem,
    coalesce((SELECT a.oid FROM mz_local.item a WHERE a.type = 'type' AND a.name = '_' || i.name), 0::oid) AS typarray,
    (SELECT min(f.oid) FROM mz_local.function f WHERE f.name IN (CASE t.category WHEN 'array' THEN 'array_in' ELSE i.name || 'in' END, i.name || '_in'))::oid AS typinput, 0::oid AS typreceive, false AS typnotnull, 0::oid AS typbasetype, (-1)::int4 AS typtypmod,
    0::oid AS typcollation, NULL::text AS typdefault
  FROM mz_local.visible_item i JOIN mz_local.type t USING (id);
CREATE VIEW mz_pg_catalog.pg_proc AS
  SELECT f.oid, f.name AS proname, s.oid AS pronamespace, mz_local.role_oid('s1') AS proowner, NULL::text AS proargdefaults,
    coalesce((SELECT t.oid FROM mz_local.item t WHERE t.id = f.return_type_id), 0::oid) AS prorettype
  FROM mz_local.function f JOIN mz_local.visible_schema s ON s.id = f.schema_id;
CREATE VIEW mz_local.has_system_privilege AS
  SELECT r.id, bool_or(p.privilege_type = 'CREATEROLE') AS createrole, bool_or(p.privilege_type = 'CREATEDB') AS createdb
  FROM mz_local.role r LEFT JOIN (mz_local.meta m CROSS JOIN LATERAL mz_local.exploded(m.privileges::mz.mz_aclitem[]) p) ON p.grantee = r.id
  GROUP BY r.id;
CREATE VIEW mz_pg_catalog.pg_authid AS
  SELECT r.oid, r.name AS rolname, r.superuser AS rolsuper, true AS rolinherit, coalesce(h.createrole, false) AS rolcreaterole,
    coalesce(h.createdb, false) AS rolcreatedb, false AS rolcanlogin, false AS rolreplication,
    false AS rolbypassrls, (-1)::int4 AS rolconnlimit, NULL::text AS rolpassword, NULL::timestamptz AS rolvaliduntil
  FROM mz_local.role r JOIN mz_local.has_system_privilege h USING (id);
CREATE VIEW mz_pg_catalog.pg_roles AS
  SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolconnlimit,
    '********'::text AS rolpassword, rolvaliduntil, rolbypassrls, NULL::text[] AS rolconfig, oid
  FROM mz_pg_catalog.pg_authid;
CREATE VIEW mz_pg_catalog.pg_user AS
  SELECT rolname AS usename, oid AS usesysid, rolcreatedb AS usecreatedb, rolsuper AS usesuper, rolreplication AS userepl,
    rolbypassrls AS usebypassrls, rolpassword AS passwd, rolvaliduntil AS valuntil, NULL::text[] AS useconfig
  FROM mz_pg_catalog.pg_authid WHERE rolcanlogin;
CREATE VIEW mz_pg_catalog.pg_auth_members AS
  SELECT mz_local.role_oid(role_id) AS roleid, mz_local.role_oid(member) AS member, mz_local.role_oid(grantor) AS grantor,
    false AS admin_option FROM mz_local.membership;
CREATE VIEW mz_pg_catalog.pg_views AS
  SELECT schema_name AS schemaname, name AS viewname, mz_local.role_oid(owner_id) AS viewowner, coalesce(definition, '') AS definition
  FROM mz_local.visible_item WHERE type = 'view';
CREATE VIEW mz_pg_catalog.pg_matviews AS
  SELECT schema_name AS schemaname, name AS matviewname, mz_local.role_oid(owner_id) AS matviewowner, coalesce(definition, '') AS definition
  FROM mz_local.visible_item WHERE type = 'materialized-view';
CREATE VIEW mz_pg_catalog.pg_tables AS
  SELECT schema_name AS schemaname, name AS tablename, mz_local.role_name(owner_id) AS tableowner
  FROM mz_local.visible_item WHERE type = 'table';
CREATE VIEW mz_pg_catalog.pg_description AS
  SELECT i.oid AS objoid, CASE WHEN i.type = 'type' THEN 1247 WHEN i.type = 'function' THEN 1255 ELSE 1259 END::oid AS classoid,
    coalesce(c.object_sub_id, 0) AS objsubid, c.comment AS description
  FROM mz_local.comment c JOIN mz_local.visible_item i ON i.id = c.id AND i.type = c.object_type
  UNION ALL
  SELECT s.oid, 2615::oid, 0, c.comment
  FROM mz_local.comment c JOIN mz_local.visible_schema s ON s.id = c.id AND c.object_type = 'schema';
CREATE VIEW mz_pg_catalog.pg_depend AS
  SELECT 1259::oid AS classid, i.oid AS objid, 0 AS objsubid, 1259::oid AS refclassid, o.oid AS refobjid, 0 AS refobjsubid,
    'n'::"char" AS deptype
  FROM mz_local.dependency d JOIN mz_local.visible_item i ON i.id = d.object_id
  JOIN mz_local.item o ON o.id = d.referenced_object_id WHERE o.type NOT IN ('type', 'function');
CREATE VIEW mz_pg_catalog.pg_rewrite AS
  SELECT i.oid, '_RETURN'::text AS rulename, i.oid AS ev_class, '1'::"char" AS ev_type, 'O'::"char" AS ev_enabled,
    true AS is_instead, '-'::text AS ev_qual, '-'::text AS ev_action
  FROM mz_local.visible_item i WHERE i.type IN ('view', 'materialized-view') AND false;
CREATE VIEW mz_pg_catalog.pg_am AS SELECT 0::oid AS oid, ''::text AS amname, 0::regproc AS amhandler, 't'::"char" AS amtype WHERE false;
CREATE VIEW mz_pg_catalog.pg_constraint AS
  SELECT 0::oid AS oid, ''::text AS conname, 0::oid AS connamespace, 'c'::"char" AS contype, false AS condeferrable,
    false AS condeferred, false AS convalidated, 0::oid AS conrelid, 0::oid AS contypid, 0::oid AS conindid,
    0::oid AS conparentid, 0::oid AS confrelid, ' '::"char" AS confupdtype, ' '::"char" AS confdeltype,
    ' '::"char" AS confmatchtype, false AS conislocal, 0 AS coninhcount, false AS connoinherit, NULL::int2[] AS conkey,
    NULL::int2[] AS confkey, NULL::oid[] AS conpfeqop, NULL::oid[] AS conppeqop, NULL::oid[] AS conffeqop,
    NULL::oid[] AS conexclop, NULL::text AS conbin WHERE false;
CREATE VIEW mz_pg_catalog.pg_inherits AS
  SELECT 0::oid AS inhrelid, 0::oid AS inhparent, 0 AS inhseqno, false AS inhdetachpending WHERE false;
CREATE VIEW mz_pg_catalog.pg_enum AS
  SELECT 0::oid AS oid, 0::oid AS enumtypid, 0::float4 AS enumsortorder, ''::text AS enumlabel WHERE false;
CREATE VIEW mz_pg_catalog.pg_collation AS
  SELECT 0::oid AS oid, ''::text AS collname, 0::oid AS collnamespace, 0::oid AS collowner, 'c'::"char" AS collprovider,
    false AS collisdeterministic, 0 AS collencoding, ''::text AS collcollate, ''::text AS collctype, ''::text AS collversion WHERE false;
CREATE VIEW mz_pg_catalog.pg_extension AS
  SELECT 0::oid AS oid, ''::text AS extname, 0::oid AS extowner, 0::oid AS extnamespace, false AS extrelocatable,
    ''::text AS extversion, NULL::oid[] AS extconfig, NULL::text[] AS extcondition WHERE false;
CREATE VIEW mz_pg_catalog.pg_policy AS
  SELECT 0::oid AS oid, ''::text AS polname, 0::oid AS polrelid, ' '::"char" AS polcmd, false AS polpermissive,
    NULL::oid[] AS polroles, ''::text AS polqual, ''::text AS polwithcheck WHERE false;
CREATE VIEW mz_pg_catalog.pg_tablespace AS
  SELECT 1663::oid AS oid, 'pg_default'::text AS spcname, NULL::oid AS spcowner, NULL::text[] AS spcacl, NULL::text[] AS spcoptions;
CREATE VIEW mz_pg_catalog.pg_shdescription AS
  SELECT d.oid AS objoid, 1262::oid AS classoid, c.comment AS description
  FROM mz_local.comment c JOIN mz_local.database d ON d.id = c.id AND c.object_type = 'database';

CREATE VIEW mz_information_schema.schemata AS
  SELECT coalesce(d.name, mz_local.session_database()) AS catalog_name, s.name AS schema_name
  FROM mz_local.visible_schema s LEFT JOIN mz_local.database d ON d.id = s.database_id;
CREATE VIEW mz_local.information_item AS
  SELECT i.*, coalesce(d.name, mz_local.session_database()) AS table_catalog
  FROM mz_local.visible_item i JOIN mz_local.schema s ON s.id = i.schema_id LEFT JOIN mz_local.database d ON d.id = s.database_id;
CREATE VIEW mz_information_schema.tables AS
  SELECT table_catalog, schema_name AS table_schema, name AS table_name,
    CASE type WHEN 'materialized-view' THEN 'MATERIALIZED VIEW' WHEN 'source' THEN 'SOURCE' WHEN 'table' THEN 'BASE TABLE' ELSE 'VIEW' END AS table_type
  FROM mz_local.information_item WHERE type IN ('table', 'source', 'view', 'materialized-view');
CREATE VIEW mz_information_schema.views AS
  SELECT table_catalog, schema_name AS table_schema, name AS table_name, coalesce(definition, '') AS view_definition
  FROM mz_local.information_item WHERE type = 'view';
CREATE VIEW mz_information_schema.columns AS
  SELECT i.table_catalog, i.schema_name AS table_schema, i.name AS table_name, c.name AS column_name,
    c.position::int8 AS ordinal_position, c.default_sql AS column_default, CASE WHEN c.nullable THEN 'YES' ELSE 'NO' END AS is_nullable,
    c.type AS data_type, NULL::int4 AS character_maximum_length, NULL::int4 AS numeric_precision, NULL::int4 AS numeric_scale
  FROM mz_local.item_column c JOIN mz_local.information_item i ON i.id = c.id;
CREATE VIEW mz_information_schema.table_privileges AS
  SELECT mz_local.role_name(p.grantor) AS grantor, mz_local.role_name(p.grantee) AS grantee, i.table_catalog,
    i.schema_name AS table_schema, i.name AS table_name, p.privilege_type, 'NO'::text AS is_grantable,
    CASE p.privilege_type WHEN 'SELECT' THEN 'YES' ELSE 'NO' END AS with_hierarchy
  FROM mz_local.information_item i, mz_local.exploded(i.privileges) p
  WHERE i.type IN ('table', 'source', 'view', 'materialized-view');
CREATE FUNCTION mz_local.table_privileges(role_name text) RETURNS SETOF mz_information_schema.table_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_information_schema.table_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_information_schema.enabled_roles AS
  SELECT r.name AS role_name FROM mz_local.role r;
CREATE FUNCTION mz_local.enabled_roles(role_name text) RETURNS SETOF mz_information_schema.enabled_roles LANGUAGE sql STABLE AS
  $$SELECT e.* FROM mz_information_schema.enabled_roles e WHERE mz_local.belongs($1, e.role_name)$$;

-- Of PostgreSQL's settings drivers ask for this one alone; the server has no other (documented, not verified).
CREATE VIEW mz_pg_catalog.pg_settings AS SELECT 'max_index_keys'::text AS name, '1000'::text AS setting;
