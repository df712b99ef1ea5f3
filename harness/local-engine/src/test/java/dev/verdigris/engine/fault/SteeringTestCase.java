package dev.verdigris.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.LocalEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One engine for all tests of a class, steered by one of two ways, seen by a plain client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SteeringTestCase {
  static final String MATERIALIZED =
      "SELECT r.name, h.hydrated FROM mz_internal.mz_hydration_statuses h JOIN mz_objects o ON"
          + " o.id = h.object_id LEFT JOIN mz_cluster_replicas r ON r.id = h.replica_id WHERE"
          + " o.name = ";

  private final AtomicInteger names = new AtomicInteger();
  LocalEngine engine;

  @BeforeAll
  void start() {
    engine = LocalEngine.builder().start();
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @AfterEach
  void reset() {
    engine.faults().reset();
    assertThat(engine.faults().list())
        .as("what a reset leaves")
        .allMatch(steering -> steering.name().equals("clock_jumps"));
  }

  /** A name that no other test has. */
  String name(String stem) {
    return (stem + "_" + names.incrementAndGet()).toLowerCase(Locale.ROOT);
  }

  Connection connect(String properties) throws SQLException {
    return DriverManager.getConnection(engine.url() + properties);
  }

  Connection connect() throws SQLException {
    return connect("");
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(row);
      }
      return all;
    }
  }

  static String hydration(Connection connection, String name) throws SQLException {
    return rows(connection, MATERIALIZED + "'" + name + "' ORDER BY 1").toString();
  }

  /** The SQLSTATE that it fails with; a fixed word where it does not. */
  static String sqlstate(ThrowingCallable call) throws Throwable {
    try {
      call.call();
      return "no error";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }
}
