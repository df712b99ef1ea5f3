package dev.verdigris.engine.kafka;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A broker in this process, started when it is first asked for. */
final class EmbeddedKafka implements KafkaService {

  private final Path directory;
  private final Object lock = new Object();
  private @Nullable EmbeddedBroker broker;
  private boolean closed;

  EmbeddedKafka(Path directory) {
    this.directory = directory;
  }

  @Override
  public String address() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the engine's Kafka broker has been stopped");
      }
      EmbeddedBroker running = broker;
      if (running == null) {
        running = EmbeddedBroker.start(directory);
        broker = running;
      }
      return running.address();
    }
  }

  @Override
  public String resolve(String address) {
    return BrokerPorts.isOwn(directory, address) ? address() : address;
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (broker != null) {
        broker.close();
        broker = null;
      }
    }
  }
}
