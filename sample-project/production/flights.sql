-- Production as it is today: the definitions that the models of this project replace.
CREATE CLUSTER compute (SIZE = '50cc');
CREATE SCHEMA flights;

CREATE MATERIALIZED VIEW flights.delay_by_airport IN CLUSTER compute AS
SELECT
  origin AS iata,
  count(*) AS flights,
  count(*) FILTER (WHERE delay_minutes > 15) AS late_flights,
  round(avg(delay_minutes), 2) AS avg_delay
FROM raw.flights
GROUP BY origin;

CREATE INDEX delay_by_airport_iata IN CLUSTER compute ON flights.delay_by_airport (iata);

CREATE MATERIALIZED VIEW flights.route_traffic IN CLUSTER compute AS
SELECT
  origin,
  destination,
  count(*) AS flights,
  min(distance_miles) AS distance_miles
FROM raw.flights
GROUP BY origin, destination;

CREATE VIEW flights.on_time_board AS
SELECT
  delays.iata,
  airports.name,
  airports.city,
  delays.flights,
  round(1 - delays.late_flights::numeric / delays.flights::numeric, 3) AS on_time_share
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata;

COMMENT ON SCHEMA flights IS 'Delays and traffic, for the dashboards';
COMMENT ON MATERIALIZED VIEW flights.delay_by_airport IS 'Departures and delays of each airport';
COMMENT ON VIEW flights.on_time_board IS 'What the departure hall shows';

GRANT USAGE ON CLUSTER compute TO dashboard;
GRANT USAGE ON SCHEMA flights TO dashboard;
GRANT SELECT ON flights.delay_by_airport TO dashboard;
GRANT SELECT ON flights.route_traffic TO dashboard;
GRANT SELECT ON flights.on_time_board TO dashboard;
