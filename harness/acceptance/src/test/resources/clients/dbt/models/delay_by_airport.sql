{{ config(materialized='materialized_view', indexes=[{'columns': ['iata']}]) }}
SELECT
  iata,
  count(*) AS flights,
  round({{ var('delay_rule') }}, 2) AS avg_delay
FROM {{ ref('departures') }}
GROUP BY iata
