package dev.verdigris.engine.catalog;

import java.util.List;

/** The Kafka brokers that connections name. */
public interface Brokers {

  /**
   * Checks that a broker answers as its connection says.
   *
   * @param addresses {@code host:port}
   * @param plaintext false: TLS
   * @throws dev.verdigris.engine.SqlException 58000 in Materialize's words if it does not
   */
  void validate(List<String> addresses, boolean plaintext);
}
