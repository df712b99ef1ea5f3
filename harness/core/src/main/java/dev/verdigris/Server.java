package dev.verdigris;

import java.net.URI;
import java.util.List;
import java.util.Properties;

/**
 * A running server that speaks Materialize's dialect over the PostgreSQL protocol: a real
 * Materialize, or an engine that a {@link ServerProvider} started.
 */
public interface Server extends AutoCloseable {

  /**
   * The JDBC URL of the public port, for example {@code
   * jdbc:postgresql://127.0.0.1:6875/materialize?user=materialize}.
   */
  String url();

  /** Further connection properties such as a password; never logged. */
  default Properties properties() {
    return new Properties();
  }

  /** One phrase for people: {@code local engine at 127.0.0.1:6875, data in target/verdigris}. */
  String description();

  /** Addresses of its Kafka brokers, empty where they are not the server's own. */
  default List<URI> brokers() {
    return List.of();
  }

  /** Lets go of the server; one that keeps its data may go on running for the next process. */
  @Override
  void close();
}
