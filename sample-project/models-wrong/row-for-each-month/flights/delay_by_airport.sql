-- Wrong on purpose: somebody wanted months, and now each airport has three rows.
CREATE MATERIALIZED VIEW flights.delay_by_airport AS
SELECT
  origin AS iata,
  count(*) AS flights,
  count(*) FILTER (WHERE delay_minutes > 15) AS late_flights,
  round(avg(greatest(delay_minutes, 0)), 2) AS avg_delay
FROM raw.flights
GROUP BY origin, date_trunc('month', departed_at);

CREATE INDEX delay_by_airport_iata ON flights.delay_by_airport (iata);
