-- Early departures no longer make up for late ones: a negative delay counts as none.
CREATE MATERIALIZED VIEW flights.delay_by_airport AS
SELECT
  origin AS iata,
  count(*) AS flights,
  count(*) FILTER (WHERE delay_minutes > 15) AS late_flights,
  round(avg(greatest(delay_minutes, 0)), 2) AS avg_delay
FROM raw.flights
GROUP BY origin;

CREATE INDEX delay_by_airport_iata ON flights.delay_by_airport (iata);

COMMENT ON MATERIALIZED VIEW flights.delay_by_airport IS 'Departures and delays of each airport; early ones count as punctual';
