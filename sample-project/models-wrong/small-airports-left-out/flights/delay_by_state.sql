-- Wrong on purpose: a condition on the airports, meant for the averages, takes flights from the states.
CREATE MATERIALIZED VIEW flights.delay_by_state AS
SELECT
  airports.state,
  sum(delays.flights) AS flights,
  sum(delays.late_flights) AS late_flights
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata
WHERE delays.flights >= 5
GROUP BY airports.state;

GRANT SELECT ON flights.delay_by_state TO dashboard;
