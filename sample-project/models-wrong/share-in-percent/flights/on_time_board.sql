-- Wrong on purpose: percent where everybody expects a share.
CREATE VIEW flights.on_time_board AS
SELECT
  delays.iata,
  airports.name,
  airports.city,
  delays.flights,
  round(100 - 100 * delays.late_flights::numeric / delays.flights::numeric, 1) AS on_time_share
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata;
