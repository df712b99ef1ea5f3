CREATE SCHEMA raw;
CREATE SCHEMA flights;
CREATE TABLE raw.flights (flight_id integer NOT NULL, departed_at timestamp, delay_minutes integer, origin text, destination text);
CREATE TABLE raw.airports (iata text NOT NULL, name text, "Opened On" date);
INSERT INTO raw.flights VALUES (1, '2001-01-01 00:00:00', 1000, 'PRODUCTION', 'PRODUCTION');
CREATE MATERIALIZED VIEW flights.delay_by_airport AS SELECT origin AS iata, count(*) AS flights, 0.5::numeric AS avg_delay FROM raw.flights GROUP BY origin;
