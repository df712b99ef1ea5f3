package dev.verdigris.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Load generators as a user of the whole engine sees them. Each test has a schema of its own. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadGeneratorTests {
  private static final String BIDS_WITHOUT_GAPS =
      "SELECT count(*) > 0 AND count(*) = count(DISTINCT id)"
          + " AND max(id) + 1 = count(*) + max(id) / 10 FROM ";

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
  void viewsAndSubscriptionsSeeAnAuctionGrow() throws SQLException {
    try (Connection c = connect("grow")) {
      run(c, "CREATE SOURCE house FROM LOAD GENERATOR AUCTION (TICK INTERVAL '100ms')");
      run(c, "CREATE TABLE bids FROM SOURCE house (REFERENCE bids)");
      run(c, "CREATE MATERIALIZED VIEW n AS SELECT count(*) AS n FROM bids");
      long first = Long.parseLong(text(c, "SELECT n FROM n"));
      await().until(() -> Long.parseLong(text(c, "SELECT n FROM n")) > first + 3);
      assertThat(text(c, BIDS_WITHOUT_GAPS + "bids")).isEqualTo("t");
      c.setAutoCommit(false);
      run(c, "DECLARE s CURSOR FOR SUBSCRIBE (SELECT id FROM bids) WITH (SNAPSHOT = false)");
      await().until(() -> !text(c, "FETCH 1 s WITH (TIMEOUT '1s')").isEmpty());
      c.rollback();
    }
  }

  @Test
  void theOlderSyntaxMakesASubsourceOfEachTable() throws SQLException {
    try (Connection c = connect("older")) {
      run(c, "CREATE SOURCE h FROM LOAD GENERATOR AUCTION FOR ALL TABLES");
      assertThat(
              text(
                  c,
                  "SELECT string_agg(name || ' ' || type, ', ' ORDER BY name) FROM mz_sources s"
                      + " WHERE schema_id = (SELECT id FROM mz_schemas WHERE name = 'older')"))
          .isEqualTo(
              "accounts subsource, auctions subsource, bids subsource, h load-generator,"
                  + " h_progress progress, organizations subsource, users subsource");
      assertThat(text(c, "SELECT count(*) FROM users")).isEqualTo("100");
      await().until(() -> text(c, "SELECT count(*) FROM h_progress").equals("1"));
      assertThat(text(c, "SELECT create_sql FROM mz_sources WHERE name = 'bids'"))
          .contains(" OF SOURCE [")
          .contains(
              "WITH (EXTERNAL REFERENCE = \"mz_load_generators\".\"auction\".\"bids\", DETAILS"
                  + " = '1a040a021004')");
      fails(c, "DROP SOURCE h_progress", "still depended upon by source \"h\"");
      fails(c, "INSERT INTO users VALUES (1, 1, 'x')", "cannot insert into source");
      run(c, "DROP SCHEMA older CASCADE");
      assertThat(
              text(
                  c,
                  "SELECT count(*) FROM mz_internal.mz_source_statistics WHERE id NOT IN"
                      + " (SELECT id FROM mz_objects)"))
          .isEqualTo("0");
    }
  }

  @Test
  void aReferenceUpstreamStaysWhenTheSourceOfThatNameIsRenamed() throws SQLException {
    try (Connection c = connect("renamed")) {
      run(c, "CREATE SOURCE auction FROM LOAD GENERATOR AUCTION");
      run(c, "CREATE TABLE b FROM SOURCE auction (REFERENCE bids)");
      run(c, "ALTER SOURCE auction RENAME TO other");
      assertThat(text(c, "SELECT create_sql FROM mz_tables WHERE name = 'b'"))
          .contains("\"renamed\".\"other\"]")
          .contains("(REFERENCE = \"mz_load_generators\".\"auction\".\"bids\")");
    }
  }

  @Test
  void aSourceStandsStillWithoutReplicasAndGoesOnWithThem() throws SQLException {
    try (Connection c = connect("paused")) {
      run(c, "CREATE CLUSTER paused (SIZE '25cc', REPLICATION FACTOR 0)");
      run(
          c,
          "CREATE SOURCE h IN CLUSTER paused FROM LOAD GENERATOR AUCTION (TICK INTERVAL '50ms')");
      run(c, "CREATE TABLE bids FROM SOURCE h (REFERENCE bids)");
      String status =
          "SELECT status FROM mz_internal.mz_source_statuses WHERE name = 'bids'"
              + " AND id = (SELECT t.id FROM mz_tables t JOIN mz_schemas s ON s.id = t.schema_id"
              + " WHERE t.name = 'bids' AND s.name = 'paused')";
      assertThat(text(c, status)).isEqualTo("paused");
      run(c, "ALTER CLUSTER paused SET (REPLICATION FACTOR 1)");
      await().until(() -> text(c, status).equals("running"));
      await().until(() -> Long.parseLong(text(c, "SELECT count(*) FROM bids")) > 3);
      run(c, "ALTER CLUSTER paused SET (REPLICATION FACTOR 0)");
      assertThat(text(c, status)).isEqualTo("paused");
      run(c, "DROP CLUSTER paused CASCADE");
    }
  }

  @Test
  void aTickOfTpchReplacesAnOrderAndItsLines() throws SQLException {
    try (Connection c = connect("tpch")) {
      run(c, "CREATE SOURCE t FROM LOAD GENERATOR TPCH (SCALE FACTOR 0.001, TICK INTERVAL '50ms')");
      run(c, "CREATE TABLE orders FROM SOURCE t (REFERENCE orders)");
      run(c, "CREATE TABLE lines FROM SOURCE t (REFERENCE tpch.lineitem)");
      String sum = "SELECT sum(o_totalprice) FROM orders";
      String before = text(c, sum);
      await().until(() -> !text(c, sum).equals(before));
      // Both tables change at one timestamp, so each order always has its own lines.
      assertThat(
              text(
                  c,
                  "SELECT count(*) FROM orders o JOIN (SELECT l_orderkey, sum(l_extendedprice * (1"
                      + " - l_discount) * (1 + l_tax)) AS total FROM lines GROUP BY 1) l ON"
                      + " l_orderkey = o_orderkey WHERE abs(o_totalprice - total) < 0.01"))
          .isEqualTo("1500");
      assertThat(text(c, "SELECT count(*) FROM orders")).isEqualTo("1500");
    }
  }

  @Test
  void aTableFromASourceHasAProvableKey() throws SQLException {
    try (Connection c = connect("keyed")) {
      run(c, "CREATE SOURCE t FROM LOAD GENERATOR TPCH (SCALE FACTOR 0.001)");
      run(c, "CREATE TABLE ps FROM SOURCE t (REFERENCE partsupp)");
      assertThat(text(c, "EXPLAIN OPTIMIZED PLAN WITH (keys) AS TEXT FOR SELECT * FROM ps"))
          .contains("keys: \"([0, 1])\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE SOURCE s FROM KAFKA CONNECTION k (TOPIC 't')|a KAFKA source",
        "CREATE SOURCE s FROM POSTGRES CONNECTION p (PUBLICATION 'x')|a POSTGRES source",
        "CREATE SOURCE s FROM MYSQL CONNECTION p|a MYSQL source",
        "CREATE SOURCE s FROM SQL SERVER CONNECTION p|a SQL SERVER source",
        "CREATE SOURCE s FROM WEBHOOK BODY FORMAT JSON|a WEBHOOK source"
      })
  void anotherSourceIsRefusedAndToldWhatToUseInstead(String sql, String words) throws SQLException {
    try (Connection c = connect("refused")) {
      assertThatThrownBy(() -> run(c, sql))
          .hasMessageContaining(
              "local engine: " + words + ", which needs a service outside, is not modelled")
          .hasMessageContaining("LOAD GENERATOR AUCTION or TPCH")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("0A000");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AUCTION (SCALE FACTOR 1)|the option SCALE FACTOR of LOAD GENERATOR AUCTION",
        "TPCH (SCALE FACTOR 100)|SCALE FACTOR = 100",
        "TPCH (SCALE FACTOR 0)|SCALE FACTOR = 0",
        "AUCTION (TICK INTERVAL '0s')|a TICK INTERVAL of nothing",
        "MARKETING|LOAD GENERATOR MARKETING",
        "KEY VALUE (KEYS 1)|LOAD GENERATOR KEY VALUE",
        "AUCTION WITH (TIMESTAMP INTERVAL '1s')|the source option TIMESTAMP INTERVAL"
      })
  void whatIsNotModelledOfAGeneratorIsRefused(String generator, String words) throws SQLException {
    try (Connection c = connect("refused")) {
      fails(c, "CREATE SOURCE s FROM LOAD GENERATOR " + generator, "local engine: " + words);
    }
  }

  @Test
  void aSourceGoesOnAfterARestartWithoutAGap(@TempDir Path directory) throws SQLException {
    String before;
    try (LocalEngine first = LocalEngine.builder().dataDirectory(directory).start();
        Connection c = DriverManager.getConnection(first.url())) {
      run(c, "CREATE SOURCE h FROM LOAD GENERATOR AUCTION (TICK INTERVAL '50ms')");
      run(c, "CREATE TABLE bids FROM SOURCE h (REFERENCE bids)");
      await().until(() -> Long.parseLong(text(c, "SELECT count(*) FROM bids")) > 5);
      before =
          text(
              c,
              "SELECT string_agg(id || ' ' || bid_time, ',' ORDER BY id) FROM bids WHERE id < 5");
    }
    try (LocalEngine second = LocalEngine.builder().dataDirectory(directory).start();
        Connection c = DriverManager.getConnection(second.url())) {
      long then = Long.parseLong(text(c, "SELECT count(*) FROM bids"));
      await().until(() -> Long.parseLong(text(c, "SELECT count(*) FROM bids")) > then + 5);
      assertThat(text(c, BIDS_WITHOUT_GAPS + "bids")).isEqualTo("t");
      // A table that is made now says of the past what the other one said then.
      run(c, "CREATE TABLE late FROM SOURCE h (REFERENCE bids)");
      assertThat(
              text(
                  c,
                  "SELECT string_agg(id || ' ' || bid_time, ',' ORDER BY id) FROM late WHERE id <"
                      + " 5"))
          .isEqualTo(before);
      assertThat(text(c, "SELECT count(*) FROM (SELECT * FROM late EXCEPT ALL SELECT * FROM bids)"))
          .isEqualTo("0");
    }
  }

  private Connection connect(String schema) throws SQLException {
    Connection connection = DriverManager.getConnection(engine.url());
    run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema, "SET schema = " + schema);
    return connection;
  }

  private static void fails(Connection connection, String sql, String message) {
    assertThatThrownBy(() -> run(connection, sql)).hasMessageContaining(message);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
