-- Rows where the board and the departures disagree.
SELECT counted.flights, departures.flights AS expected
FROM (SELECT sum(flights)::bigint AS flights FROM {{ ref('delay_by_airport') }}) AS counted,
     (SELECT count(*) AS flights FROM {{ ref('departures') }}) AS departures
WHERE counted.flights IS DISTINCT FROM departures.flights
