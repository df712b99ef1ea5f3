{{ config(materialized='materialized_view') }}
SELECT iata AS origin, destination, count(*) AS flights, min(distance_miles) AS distance_miles
FROM {{ ref('departures') }}
GROUP BY iata, destination
