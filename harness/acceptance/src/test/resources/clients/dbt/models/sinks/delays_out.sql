{{ config(materialized='sink') }}
FROM {{ ref('delay_by_airport') }}
INTO KAFKA CONNECTION materialize.public.kafka_connection (TOPIC 'dbt-delays')
KEY (iata)
FORMAT JSON
ENVELOPE UPSERT
