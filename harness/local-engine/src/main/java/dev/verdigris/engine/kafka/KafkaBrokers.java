package dev.verdigris.engine.kafka;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Brokers;
import java.util.List;
import java.util.Optional;

/**
 * What connections in the catalog find when they try their brokers.
 *
 * @param service the engine's broker
 */
public record KafkaBrokers(KafkaService service) implements Brokers {

  private static final String CONNECTION_FAILURE = "58000";

  @Override
  public void validate(List<String> addresses, boolean plaintext) {
    for (String address : addresses) {
      Optional<String> wrong = service.probe(address, !plaintext);
      if (wrong.isPresent()) {
        throw SqlException.of(CONNECTION_FAILURE, wrong.get());
      }
      if (!plaintext) {
        throw SqlException.unsupported("a Kafka connection with TLS");
      }
    }
  }
}
