package dev.verdigris.engine.conformance;

/** A server to replay against. */
interface Target extends AutoCloseable {

  /** Port of the loopback address for users. */
  int port();

  /** Port of the loopback address for system users. */
  int internalPort();

  /** Its Kafka broker, {@code host:port}. */
  String kafka();

  @Override
  void close();
}
