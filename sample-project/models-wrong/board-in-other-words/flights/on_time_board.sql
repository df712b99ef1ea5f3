-- Wrong on purpose: a better name for a column is a missing column to those who read it.
CREATE VIEW flights.on_time_board AS
SELECT
  delays.iata,
  airports.name,
  airports.city AS town,
  delays.flights,
  round(1 - delays.late_flights::numeric / delays.flights::numeric, 3) AS on_time_share
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata;
