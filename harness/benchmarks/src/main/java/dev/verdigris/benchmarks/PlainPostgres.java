package dev.verdigris.benchmarks;

import dev.verdigris.engine.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** What the engine is compared to: PostgreSQL from the same binaries, without the engine. */
final class PlainPostgres implements AutoCloseable {
  private final PostgresServer server;

  private PlainPostgres(PostgresServer server) {
    this.server = server;
  }

  static PlainPostgres start() throws IOException {
    Path directory = Files.createTempDirectory("verdigris-benchmark");
    return new PlainPostgres(PostgresServer.start(directory, List.of()));
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("password", server.password());
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.address().getPort() + "/" + server.database(),
        properties);
  }

  @Override
  public void close() {
    server.close();
  }
}
