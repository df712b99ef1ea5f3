CREATE MATERIALIZED VIEW delay_by_airport IN CLUSTER quickstart AS
SELECT origin AS iata, count(*) AS flights, avg(greatest(delay_minutes, 0)) AS avg_delay
FROM raw.flights
GROUP BY raw.flights.origin;
