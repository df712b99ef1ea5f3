{{ config(materialized='source_table') }}
FROM SOURCE {{ ref('auction_house') }} (REFERENCE "bids")
