-- Wrong on purpose: a state with a single airport divides by zero, and then no state can be read.
CREATE MATERIALIZED VIEW flights.delay_by_state AS
SELECT
  airports.state,
  sum(delays.flights) AS flights,
  sum(delays.late_flights) AS late_flights,
  sum(delays.late_flights) / (count(*) - 1) AS late_by_further_airport
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata
GROUP BY airports.state;

GRANT SELECT ON flights.delay_by_state TO dashboard;
