CREATE VIEW flights.on_time_board AS
SELECT
  delays.iata,
  airports.name,
  airports.city,
  delays.flights,
  round(1 - delays.late_flights::numeric / delays.flights::numeric, 3) AS on_time_share
FROM flights.delay_by_airport AS delays
JOIN raw.airports AS airports ON airports.iata = delays.iata;
