package dev.verdigris.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelationFinderTests {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // lists and joins
        "SELECT * FROM «flights.delay», «raw.airports» AS a, «routes» r (x, y), «\"Board\"»",
        "SELECT * FROM «flights.delay» d LEFT OUTER JOIN «raw.airports» a ON a.iata = d.iata"
            + " CROSS JOIN «routes» NATURAL JOIN «flights.\"Board\"» FULL JOIN «x» USING (iata)",
        "SELECT * FROM («flights.delay» d JOIN «routes» r ON d.iata = r.iata) JOIN «x» ON true",
        "SELECT * FROM ((«delay» JOIN «routes» USING (iata)) x JOIN «y» USING (a)) AS z",
        "SELECT * FROM «delay» JOIN «routes» ON left('ab', 1) = 'a', «raw.airports»",
        "SELECT * FROM «delay» JOIN «x» ON CASE WHEN true THEN 1 ELSE f(1, 2) END = ARRAY[1, 2][1], «y»",
        "SELECT * FROM «delay» JOIN «x» USING (iata, b) AS u, «y»",
        "SELECT 1 FROM «delay» WHERE true GROUP BY 1 HAVING true ORDER BY 1 LIMIT 1 OFFSET 1",
        "SELECT s, sum(a) FROM «delay» GROUP BY s OPTIONS (AGGREGATE INPUT GROUP SIZE = 100) ORDER BY 1",
        "SELECT a FROM «delay» QUALIFY row_number() OVER (PARTITION BY a ORDER BY b) = 1",
        "SELECT DISTINCT ON (a, b) a FROM «delay»",
        // names
        "SELECT * FROM «materialize.flights.delay», «other.flights.delay», «FLIGHTS.Delay»",
        "SELECT * FROM «\"flights\".\"delay\"», «\"materialize\" . flights . \"Board\"»",
        "SELECT * FROM «flights /* why */ .\n-- so\n delay» WHERE true",
        "SELECT * FROM mz_catalog.mz_objects, information_schema.tables, «raw.mz_objects»",
        "SELECT * FROM «U&\"d\\0065lay\"»",
        // what only looks like a FROM
        "SELECT EXTRACT(year FROM delay) FROM «delay»",
        "SELECT SUBSTRING(raw FROM flights.delay FOR routes), POSITION('x' IN delay) FROM «raw.x»",
        "SELECT TRIM(BOTH ' ' FROM routes), TRIM(FROM routes), OVERLAY(a PLACING b FROM 1) FROM «x»",
        "SELECT a IS DISTINCT FROM delay, b IS NOT DISTINCT FROM routes FROM «x» WHERE a IS DISTINCT FROM raw.flights",
        "SELECT 1 AS from, 2 AS select, t.from, 'FROM delay', $$ FROM delay $$ FROM «x» t",
        "SELECT /* FROM delay */ 1 -- FROM routes\n FROM «x»",
        "SELECT \"from\" FROM «x»",
        // subqueries
        "SELECT (SELECT max(x) FROM «flights.delay»), EXISTS (SELECT 1 FROM «routes»), ARRAY(SELECT 1 FROM «x») FROM «y»",
        "SELECT ((SELECT max(x) FROM «delay») + 1), LIST[(SELECT 1 FROM «routes»)], f((SELECT 2 FROM «x»), 1)",
        "SELECT a IN (SELECT a FROM «delay»), a = ANY (SELECT b FROM «routes»), (a, b) NOT IN (TABLE «x»)",
        "SELECT EXTRACT(day FROM (SELECT max(d) FROM «delay»)) FROM «x»",
        "SELECT * FROM (SELECT * FROM «delay») d, LATERAL (SELECT * FROM «routes» WHERE iata = d.iata) r",
        "SELECT * FROM ((SELECT * FROM «delay») UNION ALL (SELECT * FROM «routes»)) x",
        "SELECT * FROM ((SELECT * FROM «delay») x JOIN «routes» ON true)",
        "SELECT * FROM (((SELECT * FROM «delay»)) ORDER BY 1 LIMIT 1) x",
        "SELECT * FROM (VALUES (1, (SELECT 1 FROM «delay»)), (2, 3)) AS v (a, b), «routes»",
        "SELECT CASE WHEN EXISTS (SELECT FROM «delay») THEN (SELECT 1 FROM «routes») END",
        "SELECT count(*) FILTER (WHERE x IN (SELECT 1 FROM «delay»)) OVER (ORDER BY (SELECT 1 FROM «x»)) FROM «y»",
        // set operations and other queries
        "SELECT 1 FROM «delay» UNION SELECT 2 FROM «routes» EXCEPT ALL TABLE «x» INTERSECT VALUES (1)",
        "(SELECT 1 FROM «delay») UNION DISTINCT (TABLE «flights.routes») ORDER BY 1",
        "((SELECT 1 FROM «delay»))",
        "TABLE «flights.delay»",
        "VALUES ((SELECT 1 FROM «delay»))",
        // table functions are no relations
        "SELECT * FROM generate_series(1, (SELECT max(x) FROM «delay»)) AS g (n), «routes»",
        "SELECT * FROM «delay» CROSS JOIN LATERAL unnest(a) WITH ORDINALITY AS u (x, n), «x»",
        "SELECT * FROM ROWS FROM (generate_series(1, 2), jsonb_each((SELECT j FROM «delay»))) AS t, «x»",
        "SELECT * FROM pg_catalog.generate_series(1, 2) delay, «delay»",
        // common table expressions
        "WITH delay AS (SELECT * FROM «delay») SELECT * FROM delay, «flights.delay», «routes»",
        "WITH a AS (SELECT * FROM «delay»), routes (x) AS (SELECT * FROM a, «routes») SELECT * FROM a JOIN routes ON true",
        "WITH a AS (SELECT * FROM «b»), b AS (SELECT * FROM a) SELECT * FROM b",
        "WITH MUTUALLY RECURSIVE a (x int) AS (SELECT * FROM b), b (y int, z int4 list) AS (SELECT * FROM a, «delay») SELECT * FROM b",
        "WITH MUTUALLY RECURSIVE (RETURN AT RECURSION LIMIT 3) delay (i int) AS (SELECT 1 UNION SELECT i + 1 FROM delay) SELECT * FROM delay",
        "SELECT * FROM (WITH delay AS (SELECT 1) SELECT * FROM delay) x, «delay»",
        "WITH delay AS (SELECT 1) SELECT (SELECT 1 FROM delay), (WITH x AS (TABLE delay) SELECT 1 FROM x, «y») FROM «x»",
        "WITH \"Delay\" AS (SELECT 1) SELECT * FROM \"Delay\", «delay»",
        "WITH delay AS (WITH x AS (TABLE «x») SELECT * FROM x) TABLE delay",
        // columns
        "SELECT ‹flights.›delay.iata, ‹flights.›delay.*, count(‹\"flights\".›delay.\"X\") FROM «flights.delay»",
        "SELECT ‹materialize.flights.›delay.iata FROM «materialize.flights.delay» WHERE ‹flights.›delay.iata > 1",
        "SELECT 1 FROM «flights.delay» JOIN «raw.airports» ON raw.airports.iata = ‹flights.›delay.iata",
        "SELECT ‹flights.›delay.iata FROM «delay»",
        "SELECT ‹flights›.delay.iata, raw.delay.iata FROM «flights.delay», «raw.delay»",
        "SELECT materialize.‹flights›.delay.iata FROM «flights.delay», «x» AS delay",
        "SELECT ‹flights›.delay.iata FROM «flights.delay», mz_catalog.delay",
        "SELECT ‹flights›.delay.* FROM «flights.delay» WHERE EXISTS (WITH delay AS (TABLE «x») TABLE delay)",
        "SELECT ‹flights.›delay.* FROM «flights.delay» WHERE x > (SELECT avg(‹flights.›delay.x) FROM «delay»)",
        "SELECT delay.iata, d.delay, delay FROM «flights.delay», «routes» d",
        "SELECT (‹flights›.delay), count(‹flights›.delay) FROM «flights.delay»",
        "SELECT flights.delay, flights.* FROM «flights.delay» AS flights",
        "SELECT flights.delay FROM «raw.flights», «flights.delay»",
        "WITH flights AS (SELECT 1 AS delay) SELECT flights.delay FROM flights, «flights.delay»",
        "SELECT flights.routes.iata FROM «flights.delay»",
        "SELECT x.flights.delay.iata, (f).flights.delay, a[1].flights.delay FROM «flights.delay»",
        "SELECT flights AS flights, delay AS delay, flights delay FROM «x» flights",
        "SELECT x::numeric(10, 2), CAST(x AS raw.mood), x::raw.mood FROM «flights.delay»",
        "SELECT flights.delay(1), flights.delay FROM «x» flights",
        // aliases that are keywords elsewhere
        "SELECT * FROM «delay» window, «routes» rows, «x» values, «y» AS \"from\", «z» first",
        "SELECT * FROM «rows», «lateral_x», «options», «first» AS of, «y»"
      })
  void rewritesWhatIsMarkedAndNothingElse(String query) {
    MarkedQuery marked = new MarkedQuery(query);
    assertThat(marked.actual(directory)).isEqualTo(marked.expected().stripTrailing());
  }
}
