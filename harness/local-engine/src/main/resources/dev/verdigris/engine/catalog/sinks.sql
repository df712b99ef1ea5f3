-- What sinks tell of themselves, and what they keep.
CREATE TABLE mz_local.sink_status (sink_id text PRIMARY KEY, status text, error text, updated_at timestamptz);
-- What sinks wrote to their topics, whether in a transaction that was committed or not, and what of it was.
CREATE TABLE mz_local.sink_statistics (
  sink_id text PRIMARY KEY, messages_staged int8, messages_committed int8, bytes_staged int8, bytes_committed int8
);

-- What sinks captured last, by version of the sink, and the records that are captured and not known to be sent.
CREATE SCHEMA mz_sinks;
CREATE TABLE mz_sinks.captured (sink text, version int, timestamp int8 NOT NULL, PRIMARY KEY (sink, version));
CREATE TABLE mz_sinks.contents (
  sink text, version int, hash uuid, row text NOT NULL, count int NOT NULL, PRIMARY KEY (sink, version, hash)
);
CREATE TABLE mz_sinks.outbox (
  sink text, timestamp int8, position int, version int NOT NULL, key text, value text, headers text,
  PRIMARY KEY (sink, timestamp, position)
);
