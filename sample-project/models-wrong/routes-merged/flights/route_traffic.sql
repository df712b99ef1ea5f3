-- Wrong on purpose: there and back are one route here, and two in production.
CREATE MATERIALIZED VIEW flights.route_traffic AS
SELECT
  least(origin, destination) AS origin,
  greatest(origin, destination) AS destination,
  count(*) AS flights,
  min(distance_miles) AS distance_miles
FROM raw.flights
GROUP BY 1, 2;
