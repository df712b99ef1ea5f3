-- Functions that read catalog relations. These are made after the functions, so their bodies are checked only when they run.

CREATE FUNCTION mz.privilege_name(letter text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE letter
    WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
    WHEN 'U' THEN 'USAGE' WHEN 'C' THEN 'CREATE' WHEN 'R' THEN 'CREATEROLE' WHEN 'B' THEN 'CREATEDB'
    WHEN 'N' THEN 'CREATECLUSTER' WHEN 'P' THEN 'CREATENETWORKPOLICY' END $$;
CREATE FUNCTION mz.mz_aclitem_grantee(item text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT CASE split_part(item, '=', 1) WHEN '' THEN 'p' ELSE split_part(item, '=', 1) END$$;
CREATE FUNCTION mz.mz_aclitem_grantor(item text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT split_part(item, '/', 2)$$;
CREATE FUNCTION mz.mz_aclitem_privileges(item text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT split_part(split_part(item, '=', 2), '/', 1)$$;
CREATE FUNCTION mz.mz_aclexplode(
    items mz.mz_aclitem[], OUT grantor text, OUT grantee text, OUT privilege_type text, OUT is_grantable boolean)
  RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT mz.mz_aclitem_grantor(item), mz.mz_aclitem_grantee(item), mz.privilege_name(letter), false
  FROM unnest(items) AS i(item), regexp_split_to_table(mz.mz_aclitem_privileges(item), '') AS l(letter)
  WHERE letter <> '' $$;
CREATE FUNCTION mz.mz_format_privileges(letters text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(mz.privilege_name(letter) ORDER BY n), '{}')
  FROM regexp_split_to_table(letters, '') WITH ORDINALITY AS l(letter, n) WHERE letter <> '' $$;
CREATE FUNCTION mz.make_mz_aclitem(grantee text, grantor text, privileges text) RETURNS mz.mz_aclitem
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (CASE grantee WHEN 'p' THEN '' ELSE grantee END || '=' ||
    (SELECT string_agg(l, '' ORDER BY position(l IN 'arwdUCRBNP')) FROM regexp_split_to_table('rawdUCRBNP', '') AS r(l)
     WHERE mz.privilege_name(l) = ANY (string_to_array(replace(upper(privileges), ' ', ''), ','))) || '/' || grantor)::mz.mz_aclitem $$;
CREATE FUNCTION mz.mz_acl_item_contains_privilege(item text, privileges text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT mz.mz_format_privileges(mz.mz_aclitem_privileges(item)) @> string_to_array(replace(upper(privileges), ' ', ''), ',') $$;

CREATE FUNCTION mz.role_id(role_name text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  found_id text;
BEGIN
  SELECT r.id INTO found_id FROM mz_catalog.mz_roles r WHERE r.name = role_name;
  IF found_id IS NULL THEN PERFORM mz.raise(format('role "%s" does not exist', role_name)); END IF;
  RETURN found_id;
END $$;
CREATE FUNCTION mz.role_oid(role_name text) RETURNS oid LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (SELECT r.oid FROM mz_catalog.mz_roles r WHERE r.name = role_name);
END $$;
CREATE FUNCTION mz.role_name(role_oid oid) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (SELECT r.name FROM mz_catalog.mz_roles r WHERE r.oid = role_oid);
END $$;
CREATE FUNCTION mz.pg_get_userbyid(role_oid oid) RETURNS text LANGUAGE sql STABLE STRICT
  AS $$SELECT coalesce(mz.role_name(role_oid), 'unknown (OID=' || role_oid || ')')$$;
-- The role itself and all roles that it is a member of, by id.
CREATE FUNCTION mz.roles_of(member_id text) RETURNS SETOF text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN QUERY WITH RECURSIVE r(id) AS (
    SELECT member_id
    UNION
    SELECT m.role_id FROM r JOIN mz_catalog.mz_role_members m ON m.member = r.id) SELECT r.id FROM r;
END $$;
CREATE FUNCTION mz.is_member(member_name text, role_name text) RETURNS boolean LANGUAGE sql STABLE STRICT
  AS $$SELECT mz.role_id(role_name) IN (SELECT mz.roles_of(mz.role_id(member_name)))$$;
CREATE FUNCTION mz.has_privilege(role_name text, items mz.mz_aclitem[], privileges text) RETURNS boolean
  LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  wanted text[] := string_to_array(replace(upper(privileges), ' ', ''), ',');
  id text := mz.role_id(role_name);
  given text;
BEGIN
  FOREACH given IN ARRAY wanted LOOP
    IF given NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE', 'CREATE', 'CREATEROLE', 'CREATEDB', 'CREATECLUSTER', 'CREATENETWORKPOLICY') THEN
      PERFORM mz.raise(format('Evaluation error: unrecognized privilege type: "%s"', privileges));
    END IF;
  END LOOP;
  IF (SELECT r.rolsuper FROM mz_catalog.mz_roles r WHERE r.name = role_name) THEN RETURN true; END IF;
  RETURN EXISTS (
    SELECT 1 FROM mz.mz_aclexplode(items) e
    WHERE e.privilege_type = ANY (wanted) AND (e.grantee = 'p' OR e.grantee IN (SELECT mz.roles_of(id))));
END $$;

-- The relation that a name in a string means, by oid; null if there is none.
CREATE FUNCTION mz.relation_oid(name text, database_name text, search_path text[]) RETURNS oid LANGUAGE plpgsql STABLE AS $$
DECLARE
  parts text[] := parse_ident(name);
  schema_name text := CASE WHEN array_length(parts, 1) > 1 THEN parts[array_length(parts, 1) - 1] END;
  in_database text := CASE WHEN array_length(parts, 1) > 2 THEN parts[1] ELSE database_name END;
BEGIN
  RETURN (
    SELECT o.oid
    FROM mz_catalog.mz_objects o
    JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id
    LEFT JOIN mz_catalog.mz_databases d ON d.id = s.database_id
    WHERE o.name = parts[array_length(parts, 1)]
      AND (d.name = in_database OR s.database_id IS NULL)
      AND s.name = ANY (CASE WHEN schema_name IS NULL THEN ARRAY['mz_catalog', 'pg_catalog'] || search_path ELSE ARRAY[schema_name] END)
    ORDER BY array_position(ARRAY['mz_catalog', 'pg_catalog'] || search_path, s.name)
    LIMIT 1);
END $$;
CREATE FUNCTION mz.privileges_of(kind text, name text, database_name text, search_path text[]) RETURNS mz.mz_aclitem[]
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  items mz.mz_aclitem[];
BEGIN
  CASE kind
    WHEN 'system' THEN
      RETURN (SELECT array_agg(p.privileges::mz.mz_aclitem) FROM mz_catalog.mz_system_privileges p);
    WHEN 'cluster' THEN
      SELECT c.privileges INTO items FROM mz_catalog.mz_clusters c WHERE c.name = privileges_of.name;
    WHEN 'database' THEN
      SELECT d.privileges INTO items FROM mz_catalog.mz_databases d WHERE d.name = privileges_of.name;
    WHEN 'schema' THEN
      SELECT s.privileges INTO items FROM mz_catalog.mz_schemas s
      LEFT JOIN mz_catalog.mz_databases d ON d.id = s.database_id
      WHERE s.name = (parse_ident(privileges_of.name))[array_length(parse_ident(privileges_of.name), 1)]
        AND (d.name = CASE WHEN array_length(parse_ident(privileges_of.name), 1) > 1 THEN (parse_ident(privileges_of.name))[1] ELSE database_name END
             OR s.database_id IS NULL);
    ELSE
      SELECT o.privileges INTO items FROM mz_catalog.mz_objects o
      WHERE o.oid = mz.relation_oid(privileges_of.name, database_name, search_path);
  END CASE;
  IF NOT FOUND THEN
    PERFORM mz.raise(format('error in has_%s_privilege: %s "%s" does not exist', CASE kind WHEN 'relation' THEN 'table' ELSE kind END, kind, name));
  END IF;
  RETURN items;
END $$;

CREATE FUNCTION mz.item_is_visible(item_oid oid, database_name text, search_path text[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT o.oid = mz.relation_oid(quote_ident(o.name), database_name, search_path)
    FROM mz_catalog.mz_objects o WHERE o.oid = item_oid);
END $$;
CREATE FUNCTION mz.builtin_is_visible(item_oid oid) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT s.name IN ('mz_catalog', 'pg_catalog')
    FROM mz_catalog.mz_objects o JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id WHERE o.oid = item_oid LIMIT 1);
END $$;
CREATE FUNCTION mz.relation_name(item_oid oid) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN coalesce((SELECT o.name FROM mz_catalog.mz_objects o WHERE o.oid = item_oid LIMIT 1), item_oid::text);
END $$;
CREATE FUNCTION mz.global_id_to_name(global_id text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT concat_ws('.', quote_ident(d.name), quote_ident(s.name), quote_ident(o.name))
    FROM mz_catalog.mz_objects o
    JOIN mz_catalog.mz_schemas s ON s.id = o.schema_id
    LEFT JOIN mz_catalog.mz_databases d ON d.id = s.database_id
    WHERE o.id = global_id LIMIT 1);
END $$;
CREATE FUNCTION mz.type_name(type_oid oid) RETURNS text LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE type_oid
    WHEN 16460 THEN 'uint2' WHEN 16462 THEN 'uint4' WHEN 16464 THEN 'uint8' WHEN 16552 THEN 'mz_timestamp' WHEN 16566 THEN 'mz_aclitem'
    WHEN 16461 THEN 'uint2[]' WHEN 16463 THEN 'uint4[]' WHEN 16465 THEN 'uint8[]' WHEN 16553 THEN 'mz_timestamp[]' WHEN 16567 THEN 'mz_aclitem[]'
    WHEN 16384 THEN 'list' WHEN 16385 THEN 'map'
    ELSE pg_catalog.format_type(type_oid, NULL) END $$;
CREATE FUNCTION mz.format_type(type_oid oid, typmod int4) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN type_oid IS NULL THEN NULL WHEN type_oid >= 16384 THEN mz.type_name(type_oid) ELSE pg_catalog.format_type(type_oid, typmod) END $$;
CREATE FUNCTION mz.obj_description(item_oid oid, catalog_name text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_objects o ON o.id = c.id
    WHERE o.oid = item_oid AND c.object_sub_id IS NULL
      AND c.object_type = o.type AND (catalog_name = 'pg_type') = (o.type = 'type') LIMIT 1);
END $$;
CREATE FUNCTION mz.col_description(item_oid oid, column_number int4) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT c.comment FROM mz_internal.mz_comments c JOIN mz_catalog.mz_objects o ON o.id = c.id
    WHERE o.oid = item_oid AND c.object_sub_id = column_number AND c.object_type = o.type LIMIT 1);
END $$;
-- The name or expression of one of an index's keys, or, for key 0, the whole index (documented, not verified).
CREATE FUNCTION mz.index_definition(item_oid oid, key int4) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT CASE
      WHEN key = 0 THEN format('CREATE INDEX %s ON %s USING arrangement (%s)', min(x.name), min(r.name),
        string_agg(coalesce(k.on_expression, c.name), ',' ORDER BY k.index_position))
      ELSE min(coalesce(k.on_expression, c.name)) FILTER (WHERE k.index_position = key)
    END
    FROM mz_catalog.mz_indexes x
    JOIN mz_catalog.mz_relations r ON r.id = x.on_id
    JOIN mz_catalog.mz_index_columns k ON k.index_id = x.id
    LEFT JOIN mz_catalog.mz_columns c ON c.id = x.on_id AND c.position = k.on_position
    WHERE x.oid = item_oid HAVING count(*) > 0);
END $$;
CREATE FUNCTION mz.view_definition(item_oid oid) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN coalesce(
    (SELECT v.definition FROM mz_catalog.mz_views v WHERE v.oid = item_oid),
    (SELECT v.definition FROM mz_catalog.mz_materialized_views v WHERE v.oid = item_oid));
END $$;
