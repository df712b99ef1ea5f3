-- Rights. What says "my" is a function of the session's role; the view of its name only says what columns it has.

CREATE FUNCTION mz_local.exploded(items mz.mz_aclitem[])
RETURNS TABLE (grantor text, grantee text, privilege_type text) LANGUAGE sql IMMUTABLE AS $$
  SELECT split_part(i, '/', 2), coalesce(nullif(split_part(i, '=', 1), ''), 'p'), p.name
  FROM (SELECT item::text AS i FROM unnest(items) AS item) AS one
  JOIN (VALUES ('a', 'INSERT'), ('r', 'SELECT'), ('w', 'UPDATE'), ('d', 'DELETE'), ('U', 'USAGE'), ('C', 'CREATE'),
    ('R', 'CREATEROLE'), ('B', 'CREATEDB'), ('N', 'CREATECLUSTER'), ('P', 'CREATENETWORKPOLICY')) AS p (letter, name)
    ON position(p.letter IN split_part(split_part(i, '=', 2), '/', 1)) > 0
  ORDER BY p.name $$;
CREATE FUNCTION mz_local.role_name(role_id text) RETURNS text LANGUAGE sql STABLE AS
  $$SELECT CASE WHEN role_id = 'p' THEN 'PUBLIC' ELSE (SELECT r.name FROM mz_local.role r WHERE r.id = role_id) END$$;
CREATE FUNCTION mz_local.roles_of(role_name text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE mine (id) AS (
    SELECT r.id FROM mz_local.role r WHERE r.name = role_name
    UNION
    SELECT m.role_id FROM mine JOIN mz_local.membership m ON m.member = mine.id
  )
  SELECT id FROM mine UNION SELECT 'p' $$;
CREATE FUNCTION mz_local.belongs(role_name text, to_role text) RETURNS boolean LANGUAGE sql STABLE AS
  $$SELECT to_role IN (SELECT mz_local.role_name(id) FROM mz_local.roles_of(role_name) AS m (id))$$;

CREATE VIEW mz_internal.mz_show_system_privileges AS
  SELECT mz_local.role_name(p.grantor) AS grantor, mz_local.role_name(p.grantee) AS grantee, p.privilege_type
  FROM mz_local.meta m, mz_local.exploded(m.privileges::mz.mz_aclitem[]) p WHERE p.grantee NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_cluster_privileges AS
  SELECT mz_local.role_name(p.grantor) AS grantor, mz_local.role_name(p.grantee) AS grantee, c.name, p.privilege_type
  FROM mz_local.cluster c, mz_local.exploded(c.privileges) p WHERE p.grantee NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_database_privileges AS
  SELECT mz_local.role_name(p.grantor) AS grantor, mz_local.role_name(p.grantee) AS grantee, d.name, p.privilege_type
  FROM mz_local.database d, mz_local.exploded(d.privileges) p WHERE p.grantee NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_schema_privileges AS
  SELECT mz_local.role_name(p.grantor) AS grantor, mz_local.role_name(p.grantee) AS grantee, d.name AS database, s.name,
    p.privilege_type
  FROM mz_local.schema s LEFT JOIN mz_local.database d ON d.id = s.database_id, mz_local.exploded(s.privileges) p
  WHERE p.grantee NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_object_privileges AS
  SELECT mz_local.role_name(p.grantor) AS grantor, mz_local.role_name(p.grantee) AS grantee, d.name AS database,
    s.name AS schema, o.name, o.type AS object_type, p.privilege_type
  FROM mz_catalog.mz_objects o
  LEFT JOIN mz_local.schema s ON s.id = o.schema_id
  LEFT JOIN mz_local.database d ON d.id = s.database_id, mz_local.exploded(o.privileges) p
  WHERE p.grantee NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_all_privileges AS
  SELECT grantor, grantee, NULL::text AS database, NULL::text AS schema, NULL::text AS name, 'system'::text AS object_type,
    privilege_type FROM mz_internal.mz_show_system_privileges
  UNION ALL
  SELECT grantor, grantee, NULL, NULL, name, 'cluster', privilege_type FROM mz_internal.mz_show_cluster_privileges
  UNION ALL
  SELECT grantor, grantee, NULL, NULL, name, 'database', privilege_type FROM mz_internal.mz_show_database_privileges
  UNION ALL
  SELECT grantor, grantee, database, NULL, name, 'schema', privilege_type FROM mz_internal.mz_show_schema_privileges
  UNION ALL
  SELECT grantor, grantee, database, schema, name, object_type, privilege_type FROM mz_internal.mz_show_object_privileges;
CREATE VIEW mz_internal.mz_show_default_privileges AS
  SELECT mz_local.role_name(p.role_id) AS object_owner, d.name AS database, s.name AS schema, p.object_type,
    mz_local.role_name(p.grantee) AS grantee, l.name AS privilege_type
  FROM mz_local.default_privilege p
  LEFT JOIN mz_local.schema s ON s.id = p.schema_id
  LEFT JOIN mz_local.database d ON d.id = p.database_id
  JOIN (VALUES ('a', 'INSERT'), ('r', 'SELECT'), ('w', 'UPDATE'), ('d', 'DELETE'), ('U', 'USAGE'), ('C', 'CREATE')) AS l (letter, name)
    ON position(l.letter IN p.privileges) > 0
  WHERE p.grantee NOT LIKE 's%' AND p.role_id NOT LIKE 's%';
CREATE VIEW mz_internal.mz_show_role_members AS
  SELECT mz_local.role_name(role_id) AS role, mz_local.role_name(member) AS member, mz_local.role_name(grantor) AS grantor
  FROM mz_local.membership;

CREATE VIEW mz_internal.mz_show_my_system_privileges AS SELECT * FROM mz_internal.mz_show_system_privileges;
CREATE FUNCTION mz_local.mz_show_my_system_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_my_system_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_system_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_internal.mz_show_my_cluster_privileges AS SELECT * FROM mz_internal.mz_show_cluster_privileges;
CREATE FUNCTION mz_local.mz_show_my_cluster_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_my_cluster_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_cluster_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_internal.mz_show_my_database_privileges AS SELECT * FROM mz_internal.mz_show_database_privileges;
CREATE FUNCTION mz_local.mz_show_my_database_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_my_database_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_database_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_internal.mz_show_my_schema_privileges AS SELECT * FROM mz_internal.mz_show_schema_privileges;
CREATE FUNCTION mz_local.mz_show_my_schema_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_my_schema_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_schema_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_internal.mz_show_my_object_privileges AS SELECT * FROM mz_internal.mz_show_object_privileges;
CREATE FUNCTION mz_local.mz_show_my_object_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_my_object_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_object_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_internal.mz_show_my_default_privileges AS SELECT * FROM mz_internal.mz_show_default_privileges;
CREATE FUNCTION mz_local.mz_show_my_default_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_my_default_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_default_privileges WHERE mz_local.belongs(role_name, grantee)$$;
CREATE VIEW mz_internal.mz_show_my_role_members AS SELECT * FROM mz_internal.mz_show_role_members;
CREATE FUNCTION mz_local.mz_show_my_role_members(role_name text) RETURNS SETOF mz_internal.mz_show_my_role_members LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_my_role_members WHERE mz_local.belongs(role_name, member)$$;
CREATE VIEW mz_internal.mz_show_all_my_privileges AS SELECT * FROM mz_internal.mz_show_all_privileges;
CREATE FUNCTION mz_local.mz_show_all_my_privileges(role_name text) RETURNS SETOF mz_internal.mz_show_all_my_privileges LANGUAGE sql STABLE AS
  $$SELECT * FROM mz_internal.mz_show_all_my_privileges WHERE mz_local.belongs(role_name, grantee)$$;
