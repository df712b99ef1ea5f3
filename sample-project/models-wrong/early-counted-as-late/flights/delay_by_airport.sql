-- Wrong on purpose: ten minutes early count as ten minutes late, instead of as punctual.
CREATE MATERIALIZED VIEW flights.delay_by_airport AS
SELECT
  origin AS iata,
  count(*) AS flights,
  count(*) FILTER (WHERE delay_minutes > 15) AS late_flights,
  round(avg(abs(delay_minutes)), 2) AS avg_delay
FROM raw.flights
GROUP BY origin;

CREATE INDEX delay_by_airport_iata ON flights.delay_by_airport (iata);
