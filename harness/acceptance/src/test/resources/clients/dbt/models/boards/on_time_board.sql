{{ config(materialized='view', indexes=[{'default': True}, {'columns': ['band'], 'name': 'on_time_board_band'}]) }}
SELECT delays.iata, airports.city, delays.flights, bands.band
FROM {{ ref('delay_by_airport') }} AS delays
JOIN {{ source('raw', 'airports') }} AS airports ON airports.iata = delays.iata
JOIN {{ ref('delay_bands') }} AS bands
  ON delays.avg_delay >= bands.from_minutes AND delays.avg_delay < bands.to_minutes
