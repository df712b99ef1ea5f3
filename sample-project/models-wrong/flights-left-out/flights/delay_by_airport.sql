-- Wrong on purpose: it leaves out every flight that was not late, instead of counting it as on time.
CREATE MATERIALIZED VIEW flights.delay_by_airport AS
SELECT
  origin AS iata,
  count(*) AS flights,
  count(*) FILTER (WHERE delay_minutes > 15) AS late_flights,
  round(avg(delay_minutes), 2) AS avg_delay
FROM raw.flights
WHERE delay_minutes > 0
GROUP BY origin;

CREATE INDEX delay_by_airport_iata ON flights.delay_by_airport (iata);
