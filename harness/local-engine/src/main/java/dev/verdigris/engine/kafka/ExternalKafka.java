package dev.verdigris.engine.kafka;

/** A broker that somebody else runs; nothing is started and nothing is stopped. */
record ExternalKafka(String address) implements KafkaService {

  @Override
  public String resolve(String named) {
    return named;
  }

  @Override
  public void close() {
    // Not ours to stop.
  }
}
