-- What leaves production: every change of the delays, by airport.
CREATE CLUSTER sinks (SIZE = '25cc');
CREATE SCHEMA sinks;

CREATE CONNECTION sinks.kafka TO KAFKA (BROKER :kafka, SECURITY PROTOCOL PLAINTEXT);

CREATE SINK sinks.delays IN CLUSTER sinks
FROM flights.delay_by_airport
INTO KAFKA CONNECTION sinks.kafka (TOPIC 'delays')
KEY (iata)
FORMAT JSON
ENVELOPE UPSERT;
