CREATE VIEW on_time_board AS
SELECT airports.name, d.avg_delay <= 15 AS on_time
FROM delay_by_airport AS d JOIN airports ON airports.iata = d.iata;
