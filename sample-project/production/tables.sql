-- What stands in for the upstream of production: 20,000 flights from the first quarter of 2001, and
-- the airports that they connect.
CREATE ROLE dashboard;

CREATE SCHEMA raw;

CREATE TABLE raw.airports (
  iata text NOT NULL,
  name text NOT NULL,
  city text NOT NULL,
  state text NOT NULL,
  country text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL
);

CREATE TABLE raw.flights (
  flight_id integer NOT NULL,
  departed_at timestamp NOT NULL,
  delay_minutes integer NOT NULL,
  distance_miles integer NOT NULL,
  origin text NOT NULL,
  destination text NOT NULL
);

\copy raw.airports FROM '../data/airports.csv' WITH (FORMAT CSV, HEADER)
\copy raw.flights FROM '../data/flights.csv' WITH (FORMAT CSV, HEADER)
