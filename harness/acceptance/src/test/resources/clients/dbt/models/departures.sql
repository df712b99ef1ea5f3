{{ config(materialized='view') }}
SELECT flight_id, origin AS iata, destination, delay_minutes, distance_miles
FROM {{ source('raw', 'flights') }}
