CREATE MATERIALIZED VIEW flights.route_traffic AS
SELECT
  origin,
  destination,
  count(*) AS flights,
  min(distance_miles) AS distance_miles
FROM raw.flights
GROUP BY origin, destination;
