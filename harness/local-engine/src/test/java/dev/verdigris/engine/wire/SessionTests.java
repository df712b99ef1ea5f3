package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** One engine for all: each test has schemas, tables and clusters of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTests {
  private LocalEngine engine;

  @BeforeAll
  void start() {
    engine = LocalEngine.builder().start();
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @Test
  void aTransactionIsItsReadsOrItsWrites() throws Exception {
    try (Connection a = connect("");
        Connection b = connect("")) {
      run(a, "CREATE TABLE tx_t (a int)");
      a.setAutoCommit(false);
      run(a, "INSERT INTO tx_t VALUES (1)");
      assertThat(text(b, "SELECT count(*) FROM tx_t")).isEqualTo("0");
      a.commit();
      assertThat(text(b, "SELECT count(*) FROM tx_t")).isEqualTo("1");
      assertThat(text(a, "SELECT count(*) FROM tx_t")).isEqualTo("1");
      run(b, "INSERT INTO tx_t VALUES (2)");
      assertThat(text(a, "SELECT count(*) FROM tx_t")).isEqualTo("1");
      fails(() -> run(a, "INSERT INTO tx_t VALUES (3)"), "25006", "transaction in read-only mode");
      fails(() -> text(a, "SELECT 1"), "25P02", "current transaction is aborted");
      a.rollback();
      assertThat(text(a, "SELECT count(*) FROM tx_t")).isEqualTo("2");
    }
  }

  @Test
  void aSwapIsSeenWholeAndPreparedStatementsDoNotLiveThroughIt() throws Exception {
    try (Connection a = connect("");
        Connection b = connect("?prepareThreshold=1")) {
      run(a, "CREATE SCHEMA swp_x", "CREATE SCHEMA swp_y");
      run(a, "CREATE TABLE swp_x.t (a int)", "CREATE TABLE swp_y.t (a int, b int)");
      try (PreparedStatement read = b.prepareStatement("SELECT * FROM swp_x.t")) {
        read.executeQuery().close();
        a.setAutoCommit(false);
        run(a, "ALTER SCHEMA swp_x SWAP WITH swp_y");
        read.executeQuery().close();
        a.commit();
        fails(
            () -> read.executeQuery().close(), "0A000", "cached plan must not change result type");
      }
      run(a, "ALTER SCHEMA swp_x SWAP WITH swp_y");
      run(b, "CREATE SCHEMA swp_z");
      fails(a::commit, "40001", "another session modified the catalog");
    }
  }

  @Test
  void valuesOfEveryKindPassInBinaryAsInText() throws Exception {
    String query =
        "SELECT 1::int2, 2::int4, 3::int8, 1.5::float4, 2.25::float8, 12345.6789::numeric, true,"
            + " DATE '2024-02-29', TIMESTAMP '2024-02-29 01:02:03.5', 'x'::text, '\\x00ff'::bytea,"
            + " ARRAY[1, NULL, 3], '00000000-0000-0000-0000-000000000001'::uuid, $1::int8 + 1";
    query = query.replace("$1", "?");
    List<List<Object>> seen = new ArrayList<>();
    for (String options : List.of("?prepareThreshold=0", "?prepareThreshold=-1")) {
      try (Connection connection = connect(options);
          PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setLong(1, 41);
        try (ResultSet row = statement.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getBigDecimal(6)).isEqualByComparingTo(new BigDecimal("12345.6789"));
          assertThat(row.getDate(8)).isEqualTo(Date.valueOf("2024-02-29"));
          assertThat(row.getTimestamp(9)).isEqualTo(Timestamp.valueOf("2024-02-29 01:02:03.5"));
          assertThat(row.getBytes(11)).containsExactly(0, 0xff);
          assertThat((Object[]) row.getArray(12).getArray()).containsExactly(1, null, 3);
          assertThat(row.getLong(14)).isEqualTo(42);
          seen.add(
              List.of(row.getShort(1), row.getDouble(5), row.getBoolean(7), row.getString(13)));
        }
      }
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
  }

  @Test
  void rowsComeInPortionsWithinATransaction() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(7);
      List<Integer> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery("SELECT generate_series(1, 50) ORDER BY 1")) {
        while (result.next()) {
          rows.add(result.getInt(1));
        }
      }
      assertThat(rows).hasSize(50).startsWith(1, 2, 3).endsWith(50);
      connection.commit();
    }
  }

  @Test
  void tablesAreCopiedInAndOut() throws Exception {
    try (Connection connection = connect("")) {
      run(connection, "CREATE TABLE cp_t (a int, b text)");
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      String csv = "a,b\n1,\"x, \"\"y\"\"\"\n2,\n";
      assertThat(
              copies.copyIn(
                  "COPY cp_t FROM STDIN WITH (FORMAT CSV, HEADER)", new StringReader(csv)))
          .isEqualTo(2);
      StringWriter out = new StringWriter();
      copies.copyOut("COPY (SELECT * FROM cp_t ORDER BY a) TO STDOUT WITH (FORMAT CSV)", out);
      assertThat(out.toString()).isEqualTo("1,\"x, \"\"y\"\"\"\n2,\n");
      fails(
          () -> copies.copyIn("COPY cp_t FROM STDIN", new StringReader("notanumber\tx\n")),
          "XX000",
          "invalid input syntax for type integer");
      assertThat(text(connection, "SELECT count(*) FROM cp_t")).isEqualTo("2");
    }
  }

  @Test
  void aComputationTimesOutAndAWaitDoesNot() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      run(connection, "CREATE TABLE to_t (a int)");
      run(connection, "CREATE CLUSTER to_c (SIZE = '25cc', REPLICATION FACTOR = 0)");
      run(connection, "CREATE MATERIALIZED VIEW to_mv IN CLUSTER to_c AS SELECT a FROM to_t");
      run(connection, "SET statement_timeout = '100ms'");
      fails(
          () ->
              text(
                  connection,
                  "SELECT count(*) FROM generate_series(1, 20000) a, generate_series(1, 20000) b"
                      + " WHERE a + b = -7"),
          "57014",
          "canceling statement due to statement timeout");
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(() -> quietly(statement, "SELECT * FROM to_mv"));
      await().during(Duration.ofMillis(400)).until(() -> !waiting.isDone());
      statement.cancel();
      assertThatThrownBy(waiting::join)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("canceling statement due to user request");
      assertThat(text(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aReadWaitsUntilItsViewIsHydrated() throws Exception {
    engine.simulation().hydrationTakes("materialize.public.hy_mv", Duration.ofMillis(600));
    try (Connection connection = connect("")) {
      run(connection, "CREATE TABLE hy_t (a int)", "INSERT INTO hy_t VALUES (7)");
      long start = System.nanoTime();
      run(connection, "CREATE MATERIALIZED VIEW hy_mv AS SELECT a FROM hy_t");
      assertThat(text(connection, "SELECT a FROM hy_mv")).isEqualTo("7");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(590));
    }
  }

  @Test
  void aClientThatGoesAwayEndsItsWaitingStatement() throws Exception {
    try (Connection watcher = connect("")) {
      run(watcher, "CREATE TABLE gone_t (a int)");
      run(watcher, "CREATE CLUSTER gone_c (SIZE = '25cc', REPLICATION FACTOR = 0)");
      run(watcher, "CREATE MATERIALIZED VIEW gone_mv IN CLUSTER gone_c AS SELECT a FROM gone_t");
      RawClient client = RawClient.connect(engine.port());
      client.query("BEGIN; INSERT INTO gone_t VALUES (1)");
      client.readUntilReady();
      client.query("ROLLBACK; SELECT * FROM gone_mv");
      String sessions = "SELECT count(*) FROM mz_internal.mz_sessions";
      int before = Integer.parseInt(text(watcher, sessions));
      client.close();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> Integer.parseInt(text(watcher, sessions)) < before);
      assertThat(text(watcher, "SELECT count(*) FROM gone_t")).isEqualTo("0");
    }
  }

  @Test
  void anUnknownUserBecomesARole() throws Exception {
    String url = engine.url().replace("user=materialize", "user=newcomer");
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(text(connection, "SELECT current_user")).isEqualTo("newcomer");
    }
    try (Connection connection = connect("")) {
      assertThat(text(connection, "SELECT count(*) FROM mz_roles WHERE name = 'newcomer'"))
          .isEqualTo("1");
    }
    String system = engine.url().replace("user=materialize", "user=mz_system");
    fails(
        () -> DriverManager.getConnection(system).close(),
        "28000",
        "unauthorized login to user 'mz_system'");
  }

  @Test
  void aSubscriptionTellsOfEveryCommit() throws Exception {
    try (Connection writer = connect("");
        Connection reader = connect("")) {
      run(writer, "CREATE TABLE sub_t (a int)", "INSERT INTO sub_t VALUES (1)");
      reader.setAutoCommit(false);
      run(reader, "DECLARE c CURSOR FOR SUBSCRIBE sub_t");
      assertThat(column(reader, "FETCH 1 c", 3)).containsExactly("1");
      run(writer, "INSERT INTO sub_t VALUES (2)", "DELETE FROM sub_t WHERE a = 1");
      assertThat(column(reader, "FETCH 2 c WITH (timeout = '10s')", 2)).containsExactly("1", "-1");
      assertThat(column(reader, "FETCH ALL c WITH (timeout = '0s')", 2)).isEmpty();
    }
  }

  @Test
  void whatIsNotTheProtocolIsClosedAndNothingElseHappens() throws Exception {
    RawClient client = RawClient.open(engine.port());
    client.send(
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(client.readAll()).isEmpty();
    try (Connection connection = connect("")) {
      assertThat(text(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  private Connection connect(String parameters) throws SQLException {
    String url = engine.url();
    return DriverManager.getConnection(url + parameters.replace('?', '&'));
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    List<String> rows = column(connection, sql, 1);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static List<String> column(Connection connection, String sql, int column)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(column));
      }
    }
    return values;
  }

  private static String quietly(Statement statement, String sql) {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return String.valueOf(rows.next());
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private static void fails(ThrowingCallable call, String sqlState, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState))
        .hasMessageContaining(message);
  }
}
