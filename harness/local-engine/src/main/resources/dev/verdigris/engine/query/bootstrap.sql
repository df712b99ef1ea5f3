-- Types, casts and functions of Materialize that PostgreSQL has not, or has otherwise. Made once, in the template data directory.
CREATE SCHEMA mz;

-- Values without a type of their own in PostgreSQL. The wire gives them Materialize's type names and oids.
CREATE DOMAIN mz.uint2 AS pg_catalog.int4 CHECK (VALUE BETWEEN 0 AND 65535);
CREATE DOMAIN mz.uint4 AS pg_catalog.int8 CHECK (VALUE BETWEEN 0 AND 4294967295);
CREATE DOMAIN mz.uint8 AS pg_catalog.numeric CHECK (VALUE BETWEEN 0 AND 18446744073709551615);
CREATE DOMAIN mz.mz_timestamp AS pg_catalog.numeric CHECK (VALUE BETWEEN 0 AND 18446744073709551615);
CREATE DOMAIN mz.mz_aclitem AS pg_catalog.text;

-- Errors that Materialize words in its own way carry this SQLSTATE and reach the client as they are.
CREATE FUNCTION mz.raise(message text, hint text DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF hint IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'VGMZE', MESSAGE = message;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'VGMZE', MESSAGE = message, HINT = hint;
END $$;

CREATE FUNCTION mz.fail(message text, hint text, sample anyelement) RETURNS anyelement LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM mz.raise(message, hint);
  RETURN sample;
END $$;

CREATE FUNCTION mz.cbrt(x float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT CASE WHEN pg_catalog.round(pg_catalog.cbrt(x)) * pg_catalog.round(pg_catalog.cbrt(x)) * pg_catalog.round(pg_catalog.cbrt(x)) = x THEN pg_catalog.round(pg_catalog.cbrt(x)) ELSE pg_catalog.cbrt(x) END';

-- Numerics have 39 digits, of which at most 39 behind the point.
CREATE FUNCTION mz.fit(x numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  whole int;
BEGIN
  IF x = 'NaN' OR x = 'Infinity' OR x = '-Infinity' THEN
    RETURN x;
  END IF;
  whole := CASE WHEN abs(x) < 1 THEN 0 ELSE length(trunc(abs(x))::text) END;
  IF whole > 39 THEN
    RAISE EXCEPTION USING ERRCODE = 'VGMZE', MESSAGE = 'numeric field overflow';
  END IF;
  RETURN round(x, 39 - whole);
END $$;

CREATE FUNCTION mz.numeric_div(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT mz.fit(pg_catalog.round(a, 60) / b)';

-- Sums of squares to variance; sample = 1 for the sample variance, 0 for that of the population.
CREATE FUNCTION mz.variance(squares numeric, total numeric, n int8, sample int) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT CASE WHEN n > sample THEN mz.fit((pg_catalog.round(squares, 80) - pg_catalog.round(total, 80) * total / n) / (n - sample)) END';
CREATE FUNCTION mz.stddev(squares numeric, total numeric, n int8, sample int) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT CASE WHEN n > sample THEN mz.fit(pg_catalog.sqrt((pg_catalog.round(squares, 80) - pg_catalog.round(total, 80) * total / n) / (n - sample))) END';

CREATE FUNCTION mz.to_uint2(x numeric) RETURNS mz.uint2 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF round(x) NOT BETWEEN 0 AND 65535 THEN PERFORM mz.raise(format('"%s" uint2 out of range', trim_scale(x))); END IF;
  RETURN round(x)::int4;
END $$;
CREATE FUNCTION mz.to_uint4(x numeric) RETURNS mz.uint4 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF round(x) NOT BETWEEN 0 AND 4294967295 THEN PERFORM mz.raise(format('"%s" uint4 out of range', trim_scale(x))); END IF;
  RETURN round(x)::int8;
END $$;
CREATE FUNCTION mz.to_uint8(x numeric) RETURNS mz.uint8 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF round(x) NOT BETWEEN 0 AND 18446744073709551615 THEN PERFORM mz.raise(format('"%s" uint8 out of range', trim_scale(x))); END IF;
  RETURN round(x);
END $$;
CREATE FUNCTION mz.to_mz_timestamp(x numeric) RETURNS mz.mz_timestamp LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF x NOT BETWEEN 0 AND 18446744073709551615 OR x <> trunc(x) THEN
    PERFORM mz.raise(
        format('"%s" mz_timestamp out of range', trim_scale(x)),
        'Integer, numeric, and text casts to mz_timestamp must be in the form of whole milliseconds since the Unix epoch. Values with fractional parts cannot be converted to mz_timestamp.');
  END IF;
  RETURN x;
END $$;
CREATE FUNCTION mz.to_mz_timestamp(x timestamptz) RETURNS mz.mz_timestamp LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT mz.to_mz_timestamp(pg_catalog.trunc(extract(epoch FROM x) * 1000))';
CREATE FUNCTION mz.to_mz_timestamp(x text) RETURNS mz.mz_timestamp LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT CASE WHEN x ~ '^\s*-?[0-9]+\s*$' THEN mz.to_mz_timestamp(x::numeric) ELSE mz.to_mz_timestamp(x::timestamptz) END$$;
CREATE FUNCTION mz.from_mz_timestamp(x numeric) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT ''1970-01-01 00:00:00+00''::timestamptz + (x / 1000)::float8 * ''1 second''::interval';

-- The time of the statement in milliseconds: what the session says, else the transaction's own.
-- How far the engine's clock was told to be ahead of the system's.
CREATE FUNCTION mz.clock_ahead() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE
  AS $$SELECT coalesce(nullif(pg_catalog.current_setting('mz.clock_ahead', true), ''), '0')::interval$$;
CREATE FUNCTION mz.clock() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  AS $$SELECT pg_catalog.now() + mz.clock_ahead()$$;
CREATE FUNCTION mz.mz_now() RETURNS mz.mz_timestamp LANGUAGE sql STABLE PARALLEL SAFE
  AS $$SELECT coalesce(nullif(pg_catalog.current_setting('mz.now', true), '')::numeric, pg_catalog.trunc(extract(epoch FROM mz.clock()) * 1000))::mz.mz_timestamp$$;

-- How values look on the wire, where PostgreSQL prints them otherwise.
CREATE FUNCTION mz.float8_out(x float8) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE
    WHEN abs(x) >= 1e15 AND abs(x) < 1e16 OR abs(x) >= 1e-5 AND abs(x) < 1e-4 THEN x::text::numeric::text
    ELSE regexp_replace(x::text, 'e([+-])0+', 'e\1') END $$;
CREATE FUNCTION mz.float4_out(x float4) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE
    WHEN abs(x) >= 1e6::float4 AND abs(x) < 1e13::float4 OR abs(x) >= 1e-6::float4 AND abs(x) < 1e-4::float4 THEN x::text::numeric::text
    ELSE regexp_replace(x::text, 'e([+-])0+', 'e\1') END $$;
CREATE FUNCTION mz.interval_out(x interval) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(x::text, '\mmon(s?)\M', 'month\1', 'g') $$;
CREATE FUNCTION mz.jsonb_out(x jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN CASE jsonb_typeof(x)
    WHEN 'object' THEN (SELECT '{' || coalesce(string_agg(to_json(key)::text || ':' || mz.jsonb_out(value), ',' ORDER BY key COLLATE "C"), '') || '}' FROM jsonb_each(x))
    WHEN 'array' THEN (SELECT '[' || coalesce(string_agg(mz.jsonb_out(value), ',' ORDER BY n), '') || ']' FROM jsonb_array_elements(x) WITH ORDINALITY AS e(value, n))
    WHEN 'number' THEN trim_scale(x::numeric)::text
    ELSE x::text END;
END $$;
-- JSON as the text of ->>: a string without its quotes, everything else as Materialize prints it.
CREATE FUNCTION mz.jsonb_text(x jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(x) WHEN 'string' THEN x #>> '{}' WHEN 'null' THEN NULL ELSE mz.jsonb_out(x) END $$;
CREATE FUNCTION mz.jsonb_array_elements_text(x jsonb) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT mz.jsonb_text(value) FROM jsonb_array_elements(x) AS e(value) $$;
CREATE FUNCTION mz.jsonb_each_text(x jsonb, OUT key text, OUT value text) RETURNS SETOF record LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT e.key, mz.jsonb_text(e.value) FROM jsonb_each(x) AS e $$;
CREATE FUNCTION mz.numeric_array_out(x numeric[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(x::text, '(\.[0-9]*[1-9])0+(?=[,}])', '\1', 'g'), '\.0+(?=[,}])', '', 'g') $$;

-- Lists and maps are JSON arrays and objects whose leaves are the texts of the elements.
CREATE FUNCTION mz.quote_element(x text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN x = '' OR lower(x) = 'null' OR x ~ '[][{},"\\\s]' OR x ~ '=>' THEN '"' || replace(replace(x, '\', '\\'), '"', '\"') || '"' ELSE x END $$;
CREATE FUNCTION mz.list_out(x jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN CASE jsonb_typeof(x)
    WHEN 'array' THEN (SELECT '{' || coalesce(string_agg(mz.list_out(value), ',' ORDER BY n), '') || '}' FROM jsonb_array_elements(x) WITH ORDINALITY AS e(value, n))
    WHEN 'object' THEN (SELECT '{' || coalesce(string_agg(mz.quote_element(key) || '=>' || mz.list_out(value), ',' ORDER BY key COLLATE "C"), '') || '}' FROM jsonb_each(x))
    WHEN 'null' THEN 'NULL'
    ELSE mz.quote_element(x #>> '{}') END;
END $$;
CREATE FUNCTION mz.list_length(x jsonb) RETURNS int4 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT pg_catalog.jsonb_array_length(x)';
CREATE FUNCTION mz.map_length(x jsonb) RETURNS int4 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT pg_catalog.count(*)::int4 FROM pg_catalog.jsonb_object_keys(x)';
CREATE FUNCTION mz.list_get(x jsonb, i int8) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT CASE WHEN i < 1 THEN NULL ELSE nullif(x -> (i - 1)::int4, 'null'::jsonb) END$$;
CREATE FUNCTION mz.list_slice(x jsonb, a int8, b int8) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$SELECT CASE WHEN x IS NOT NULL THEN (SELECT coalesce(jsonb_agg(value ORDER BY n), '[]') FROM jsonb_array_elements(x) WITH ORDINALITY AS e(value, n) WHERE n >= coalesce(a, 1) AND (b IS NULL OR n <= b)) END$$;
CREATE FUNCTION mz.list_unnest(x jsonb) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT nullif(value, 'null'::jsonb) FROM jsonb_array_elements(x)$$;
CREATE FUNCTION mz.list_in(x text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN to_jsonb(x::text[]);
END $$;

-- A map of scalars as text: {key=>value,"quoted key"=>NULL}.
CREATE FUNCTION mz.map_in(x text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  item constant text := '\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",={}]+))\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",={}]+))\s*';
  rest text := btrim(x);
  found text[];
  made jsonb := '{}';
BEGIN
  IF rest !~ '^\{.*\}$' THEN
    PERFORM mz.raise('local engine: this text of a map is not modelled: ' || x);
  END IF;
  rest := btrim(substr(rest, 2, length(rest) - 2));
  WHILE rest <> '' LOOP
    found := regexp_match(rest, '^' || item || '(?:,|$)');
    IF found IS NULL THEN
      PERFORM mz.raise('local engine: this text of a map is not modelled: ' || x);
    END IF;
    made := made || jsonb_build_object(
      coalesce(regexp_replace(found[1], '\\(.)', '\1', 'g'), found[2]),
      CASE WHEN found[3] IS NULL AND lower(found[4]) = 'null' THEN NULL
        ELSE coalesce(regexp_replace(found[3], '\\(.)', '\1', 'g'), found[4]) END);
    rest := regexp_replace(rest, '^' || item || '(?:,|$)', '');
  END LOOP;
  RETURN made;
END $$;

CREATE FUNCTION mz.split_part(x text, delimiter text, n int4) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF n <= 0 THEN PERFORM mz.raise('field position must be greater than zero'); END IF;
  RETURN pg_catalog.split_part(x, delimiter, n);
END $$;
CREATE FUNCTION mz.try_parse_iso8601(x text) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF x !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$' THEN RETURN NULL; END IF;
  RETURN replace(rtrim(x, 'Z'), 'T', ' ')::timestamp;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
  RETURN NULL;
END $$;
-- A difference of timestamps has no days in Materialize, only hours.
CREATE FUNCTION mz.timestamp_diff(a timestamp, b timestamp) RETURNS interval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (a - b) - extract(day FROM a - b)::float8 * '1 day'::interval + extract(day FROM a - b)::float8 * '24:00:00'::interval $$;
CREATE FUNCTION mz.timestamp_diff(a timestamptz, b timestamptz) RETURNS interval LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT mz.timestamp_diff(a AT TIME ZONE 'UTC', b AT TIME ZONE 'UTC') $$;
-- Intervals are compared by months, then days, then the rest.
CREATE FUNCTION mz.interval_key(x interval) RETURNS int8[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ARRAY[
    (extract(year FROM x) * 12 + extract(month FROM x))::int8,
    extract(day FROM x)::int8,
    (extract(hour FROM x) * 3600000000 + extract(minute FROM x) * 60000000 + extract(microsecond FROM x))::int8] $$;

-- Hashes that PostgreSQL has in an extension only.
CREATE EXTENSION pgcrypto SCHEMA mz;
CREATE FUNCTION mz.known_hash(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF name NOT IN ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512') THEN
    PERFORM mz.raise('local engine: the hash ' || name || ' is not modelled');
  END IF;
  RETURN name;
END $$;
-- A UUID of version 5: SHA-1 over the namespace and the name.
CREATE FUNCTION mz.uuid_v5(namespace uuid, name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 80), 8, get_byte(h, 8) & 63 | 128), 'hex')::uuid
  FROM (SELECT substr(mz.digest(uuid_send(namespace) || convert_to(name, 'UTF8'), 'sha1'), 1, 16)) AS d(h) $$;

-- What a time zone calls itself at a time.
CREATE FUNCTION mz.zone_abbreviation(zone text, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  before constant text := current_setting('TimeZone');
  found text;
BEGIN
  PERFORM set_config('TimeZone', zone, true);
  found := to_char(at, 'TZ');
  PERFORM set_config('TimeZone', before, true);
  RETURN found;
END $$;

-- The groups of the first match, as one row; no match, no row.
CREATE FUNCTION mz.regexp_extract(pattern text, x text) RETURNS SETOF text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$SELECT m FROM pg_catalog.regexp_match(x, pattern) AS r(m) WHERE m IS NOT NULL$$;

-- WITH MUTUALLY RECURSIVE keeps each of its relations as rows in text, sorted: equal texts are equal multisets.
CREATE FUNCTION mz.row_values(relation text[]) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS 'SELECT pg_catalog.unnest(relation)::jsonb';
CREATE FUNCTION mz.recursion_ended(reached boolean, n int8) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF reached THEN
    PERFORM mz.raise(format('Recursive query exceeded the recursion limit %s. (Use RETURN AT RECURSION LIMIT to not error, but return the current state as the final result when reaching the limit.)', n));
  END IF;
  RETURN true;
END $$;

-- Kafka's hash of a key: murmur2 of 32 bits, without its sign.
CREATE FUNCTION mz.times32(a int8, b int8) RETURNS int8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT (a * (b & 65535) + ((a * (b >> 16) & 65535) << 16)) & 4294967295';
CREATE FUNCTION mz.kafka_murmur2(x bytea) RETURNS int4 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  m constant int8 := 1540483477;
  n constant int4 := length(x);
  h int8 := 2538058380 # n;
  k int8;
  i int4 := 0;
BEGIN
  WHILE i + 4 <= n LOOP
    k := get_byte(x, i) | (get_byte(x, i + 1) << 8) | (get_byte(x, i + 2) << 16) | (get_byte(x, i + 3)::int8 << 24);
    k := mz.times32(k, m);
    k := mz.times32(k # (k >> 24), m);
    h := mz.times32(h, m) # k;
    i := i + 4;
  END LOOP;
  IF n > i THEN
    FOR j IN 0 .. n - i - 1 LOOP
      h := h # (get_byte(x, i + j)::int8 << 8 * j);
    END LOOP;
    h := mz.times32(h, m);
  END IF;
  h := mz.times32(h # (h >> 13), m);
  RETURN ((h # (h >> 15)) & 2147483647)::int4;
END $$;

-- SeaHash: four words of 64 bits, each diffused in turn.
CREATE FUNCTION mz.signed64(x numeric) RETURNS int8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT (CASE WHEN x >= 9223372036854775808 THEN x - 18446744073709551616 ELSE x END)::int8';
CREATE FUNCTION mz.unsigned64(x int8) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT CASE WHEN x < 0 THEN x::numeric + 18446744073709551616 ELSE x::numeric END';
CREATE FUNCTION mz.seahash_diffuse(x int8) RETURNS int8 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  factor constant numeric := 7993060983890856527;
  y int8 := mz.signed64(mod(mz.unsigned64(x) * factor, 18446744073709551616));
BEGIN
  y := y # ((y >> 32 & 4294967295) >> (y >> 60 & 15)::int4);
  RETURN mz.signed64(mod(mz.unsigned64(y) * factor, 18446744073709551616));
END $$;
CREATE FUNCTION mz.seahash(x bytea) RETURNS mz.uint8 LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  n constant int4 := length(x);
  s int8[] := ARRAY[mz.signed64(1653137622115903356), mz.signed64(13006579977287026796), mz.signed64(8062258805288266697), mz.signed64(1511402585362633601)];
  word int8;
  i int4 := 0;
BEGIN
  WHILE i < n LOOP
    word := 0;
    FOR j IN 0 .. least(7, n - i - 1) LOOP
      word := word | (get_byte(x, i + j)::int8 << 8 * j);
    END LOOP;
    s := ARRAY[s[2], s[3], s[4], mz.seahash_diffuse(s[1] # word)];
    i := i + 8;
  END LOOP;
  RETURN mz.unsigned64(mz.seahash_diffuse(s[1] # s[2] # s[3] # s[4] # n::int8));
END $$;

-- A number as an integer of a smaller range.
CREATE FUNCTION mz.to_integer(x numeric, name text, lowest numeric, highest numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF x = 'NaN' OR round(x) NOT BETWEEN lowest AND highest THEN
    PERFORM mz.raise(format('"%s" %s out of range', trim_scale(x), name));
  END IF;
  RETURN round(x);
END $$;
