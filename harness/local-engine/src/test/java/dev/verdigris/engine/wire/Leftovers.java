package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** What sessions that have ended must not leave: threads, and connections to PostgreSQL. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Leftovers() {}

  /** The engine's threads for sessions, but for those of the session that asks. */
  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("verdigris-(session|client)-\\d+"))
        .sorted()
        .toList();
  }

  /** Waits until only that many sessions have threads, and only those are in the catalog. */
  static void awaitOnly(LocalEngine engine, int sessions) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(threads()).hasSizeLessThanOrEqualTo(2 * sessions);
              assertThat(registered(engine)).isLessThanOrEqualTo(sessions + 1);
            });
  }

  private static long registered(LocalEngine engine) throws SQLException {
    try (Connection connection = DriverManager.getConnection(engine.internalUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM mz_internal.mz_sessions")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
