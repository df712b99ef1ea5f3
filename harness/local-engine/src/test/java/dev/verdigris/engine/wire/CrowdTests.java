package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verdigris.engine.LocalEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Many clients, big statements, and clients that go away in the middle: nothing of them is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdTests {
  private static final int CROWD = 200;
  private static final int TEN_MEGABYTES = 10 << 20;

  private LocalEngine engine;

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    try (Connection client = connect()) {
      run(client, "CREATE TABLE crowd (a int, b text)");
    }
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @AfterEach
  void nothingIsLeft() {
    Leftovers.awaitOnly(engine, 0);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(engine.url());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void severalMaySetTheSameSettingAtOnce() throws Exception {
    List<CompletableFuture<Void>> setting = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 4; i++) {
        setting.add(CompletableFuture.runAsync(this::set, threads));
      }
      for (CompletableFuture<Void> each : setting) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void set() {
    try (Connection system = DriverManager.getConnection(engine.internalUrl())) {
      for (int i = 0; i < 25; i++) {
        run(system, "ALTER SYSTEM SET max_replicas_per_cluster = 5");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoHundredConnectionsAtOnceAreServed() throws Exception {
    List<Connection> crowd = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<CompletableFuture<Connection>> opening = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        opening.add(CompletableFuture.supplyAsync(this::opened, threads));
      }
      for (CompletableFuture<Connection> each : opening) {
        crowd.add(each.get());
      }
      assertThat(text(crowd.get(0), "SELECT count(*) >= 200 FROM mz_internal.mz_sessions"))
          .isEqualTo("t");
      for (Connection each : crowd) {
        assertThat(text(each, "SELECT 1")).isEqualTo("1");
      }
    } finally {
      for (Connection each : crowd) {
        each.close();
      }
      threads.shutdownNow();
    }
  }

  private Connection opened() {
    try {
      Connection connection = connect();
      text(connection, "SELECT count(*) FROM crowd");
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStatementOfTenMegabytesIsUnderstood() throws SQLException {
    String big = "x".repeat(TEN_MEGABYTES);
    try (Connection client = connect()) {
      assertThat(text(client, "SELECT length('" + big + "')")).isEqualTo("" + TEN_MEGABYTES);
      assertThat(text(client, "SELECT '" + big + "'")).isEqualTo(big);
      run(client, "INSERT INTO crowd VALUES " + "(1, 'a'), ".repeat(20_000) + "(2, 'b')");
      assertThat(text(client, "SELECT count(*) FROM crowd WHERE a < 3")).isEqualTo("20001");
    }
  }

  @Test
  void clientsThatSayNothingOrHalfAMessageDisturbNobody() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        RawClient client = RawClient.open(engine.port());
        silent.add(client);
        client.send(new byte[i % 8]);
      }
      for (int i = 0; i < 20; i++) {
        RawClient client = RawClient.connect(engine.port());
        silent.add(client);
        client.send(new byte[] {'Q', 0, 0, 1, 0, 'S'});
      }
      try (Connection client = connect()) {
        assertThat(text(client, "SELECT 1")).isEqualTo("1");
      }
    } finally {
      for (RawClient each : silent) {
        each.close();
      }
    }
  }

  @Test
  void aClientThatVanishesWithinACopyLeavesNoRows() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Connection client = connect()) {
        CopyIn copy =
            client.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY crowd FROM STDIN");
        byte[] row = "77\tx\n".getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(row, 0, row.length);
        copy.flushCopy();
        client.abort(Runnable::run);
      }
    }
    try (Connection client = connect()) {
      assertThat(text(client, "SELECT count(*) FROM crowd WHERE a = 77")).isEqualTo("0");
    }
  }

  @Test
  void aCancelledCopyLeavesItsSessionUsable() throws Exception {
    try (Connection client = connect()) {
      CopyIn copy = client.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY crowd FROM STDIN");
      byte[] row = "78\tx\n".getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(row, 0, row.length);
      copy.flushCopy();
      client.unwrap(PGConnection.class).cancelQuery();
      assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
      assertThat(text(client, "SELECT count(*) FROM crowd WHERE a = 78")).isEqualTo("0");
    }
  }

  @Test
  void clientsThatVanishWithinASubscriptionOrAResultAreForgotten() throws IOException {
    for (int i = 0; i < 10; i++) {
      try (RawClient client = RawClient.connect(engine.port())) {
        client.query("COPY (SUBSCRIBE crowd) TO STDOUT");
      }
      try (RawClient client = RawClient.connect(engine.port())) {
        client.query("SELECT generate_series(1, 1000000)");
      }
      try (RawClient client = RawClient.connect(engine.port())) {
        client.query("BEGIN; DECLARE c CURSOR FOR SUBSCRIBE crowd; FETCH ALL c");
      }
    }
  }
}
