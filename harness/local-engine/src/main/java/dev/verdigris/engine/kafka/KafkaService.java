package dev.verdigris.engine.kafka;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The broker of one engine.
 *
 * <p>Connections in the catalog name a broker by an address that was right when they were made. The
 * engine's own broker may listen elsewhere after a restart, when somebody else took its port; so
 * whoever connects asks {@link #resolve} first.
 */
public interface KafkaService extends AutoCloseable {

  /**
   * A broker in this process, started when it is first asked for and not before.
   *
   * @param directory where its topics and its ports are kept; a restart on the same directory finds
   *     the same topics, on the same ports if they are free
   */
  static KafkaService embedded(Path directory) {
    return new EmbeddedKafka(directory);
  }

  /**
   * A broker that somebody else runs.
   *
   * @param address {@code host:port}
   */
  static KafkaService external(String address) {
    return new ExternalKafka(address);
  }

  /**
   * Where the broker listens, {@code host:port}; starts it if it is ours and does not run yet.
   *
   * @throws IllegalStateException if it does not start; the message says why
   */
  String address();

  /**
   * Where a broker that a connection names is to be found now: the address itself, unless it is one
   * that our own broker once had.
   *
   * @param address {@code host:port} as in {@code CREATE CONNECTION}
   */
  String resolve(String address);

  /**
   * Tries a broker, as {@code CREATE CONNECTION} and {@code VALIDATE CONNECTION} do. At most some
   * seconds.
   *
   * @param address {@code host:port} as in {@code CREATE CONNECTION}
   * @param tls whether the connection would encrypt
   * @return what is wrong, in Materialize's words (recorded in {@code sinks.jsonl}), or empty
   */
  default Optional<String> probe(String address, boolean tls) {
    return BrokerProbe.probe(resolve(address), tls);
  }

  /** Stops the broker if it is ours; its topics stay. */
  @Override
  void close();
}
