-- New: what the regional managers ask for.
CREATE MATERIALIZED VIEW flights.delay_by_state AS
SELECT
  airports.state,
  sum(delays.flights) AS flights,
  sum(delays.late_flights) AS late_flights
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata
GROUP BY airports.state;

COMMENT ON MATERIALIZED VIEW flights.delay_by_state IS 'Departures and delays of each state';

GRANT SELECT ON flights.delay_by_state TO dashboard;
