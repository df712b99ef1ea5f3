CREATE MATERIALIZED VIEW recent AS
SELECT flight_id FROM raw.flights
WHERE mz_now() <= date_trunc('second', departed_at + INTERVAL '1 hour');
