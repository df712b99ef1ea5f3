package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.verdigris.engine.LocalEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;

/** Statements beside the recorded ones, answered by the same rules. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedNeighboursTests {
  private LocalEngine engine;
  private Connection connection;

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    connection = DriverManager.getConnection(engine.url());
    run("CREATE TABLE t (a int NOT NULL, b text, c int)");
    run("CREATE MATERIALIZED VIEW m AS SELECT a, c, count(*) AS n FROM t GROUP BY a, c");
    run("CREATE INDEX ON m (a)");
    run(
        "CREATE CONNECTION k TO KAFKA (BROKER '127.0.0.1:1', SECURITY PROTOCOL PLAINTEXT) WITH"
            + " (VALIDATE = false)");
    run(
        "CREATE CONNECTION r TO CONFLUENT SCHEMA REGISTRY (URL 'http://127.0.0.1:1') WITH"
            + " (VALIDATE = false)");
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    engine.close();
  }

  @BeforeEach
  void leaveTheTransaction() throws SQLException {
    run("ROLLBACK");
  }

  @Test
  void plans_of_columns_of_a_stored_relation_follow_from_the_recorded_ones() throws SQLException {
    assertThat(rows("EXPLAIN SELECT * FROM t WHERE c > 7"))
        .containsExactly(
            """
            Explained Query:
              →Read materialize.public.t

            Source materialize.public.t
              filter=((#2{c} > 7))

            Target cluster: quickstart
            """);
    assertThat(rows("EXPLAIN OPTIMIZED PLAN WITH (keys) FOR SELECT c, a FROM t"))
        .containsExactly(
            """
            Explained Query:
              Project (#2, #0) // { keys: "()" }
                ReadStorage materialize.public.t // { keys: "()" }

            Source materialize.public.t

            Target cluster: quickstart
            """);
    fails("EXPLAIN SELECT a FROM t ORDER BY a", "0A000", "local engine: EXPLAIN of a plan");
    fails("EXPLAIN SELECT a FROM m", "0A000", "local engine: EXPLAIN of a view");
    fails("EXPLAIN SELECT nope FROM t", "XX000", "column \"nope\" does not exist");
  }

  @Test
  void a_sinks_key_is_checked_by_explain_whatever_the_indexes() {
    String json = " INTO KAFKA CONNECTION k (TOPIC 'x') KEY (%s) FORMAT JSON ENVELOPE UPSERT";
    String probe = "EXPLAIN VALUE SCHEMA FOR CREATE SINK FROM m" + json;
    fails(probe.formatted("c, a"), "XX000", "EXPLAIN SCHEMA is only available for Kafka sinks");
    fails(probe.formatted("a"), "XX000", "upsert key could not be validated as unique");
    fails(probe.formatted("x"), "XX000", "column referenced in KEY does not exist: x");
  }

  @Test
  void an_avro_schema_has_unions_for_what_may_be_null() throws SQLException {
    String avro =
        " INTO KAFKA CONNECTION k (TOPIC 'x') KEY (c, a) FORMAT AVRO USING CONFLUENT SCHEMA"
            + " REGISTRY CONNECTION r ENVELOPE UPSERT";
    assertThat(rows("EXPLAIN KEY SCHEMA AS JSON FOR CREATE SINK FROM m" + avro))
        .containsExactly(
            """
            {
              "type": "record",
              "name": "row",
              "fields": [
                {
                  "name": "c",
                  "type": [
                    "null",
                    "int"
                  ]
                },
                {
                  "name": "a",
                  "type": "int"
                }
              ]
            }\
            """);
  }

  @Test
  void names_are_resolved_before_a_statement_is_deferred_and_all_else_at_commit()
      throws SQLException {
    run("BEGIN");
    fails("CREATE VIEW v AS SELECT * FROM no_such", "XX000", "unknown catalog item 'no_such'");
    run("ROLLBACK");
    run("BEGIN");
    run("CREATE VIEW v AS SELECT no_such FROM t");
    fails("COMMIT", "XX000", "column \"no_such\" does not exist");
    fails(
        "CREATE MATERIALIZED VIEW v IN CLUSTER no_such AS SELECT * FROM neither",
        "XX000",
        "unknown cluster 'no_such'");
  }

  @Test
  void the_error_of_a_constant_comes_before_that_of_its_transaction() throws SQLException {
    run("BEGIN");
    run("INSERT INTO t VALUES (1, 'x', 1)");
    fails("SELECT 1/0", "XX000", "division by zero");
    run("ROLLBACK");
    run("BEGIN");
    run("ALTER TABLE t RENAME TO other");
    fails("SELECT 1/0", "XX000", "division by zero");
    run("ROLLBACK");
    run("BEGIN");
    run("ALTER TABLE t RENAME TO other");
    fails("SELECT 1", "25000", "transactions which modify objects are restricted");
  }

  @Test
  void a_subscription_ends_when_nothing_more_can_come() throws SQLException {
    assertThat(rows("SUBSCRIBE (SELECT 7)")).hasSize(1);
    run("BEGIN");
    run("DECLARE c CURSOR FOR SUBSCRIBE (VALUES (1), (2))");
    assertThat(rows("FETCH ALL c WITH (timeout = '50s')")).hasSize(2);
    assertThat(rows("FETCH ALL c")).isEmpty();
    run("ROLLBACK");
    run("CREATE TABLE up (a int)");
    run("INSERT INTO up VALUES (1)");
    long end = Long.parseLong(rows("SELECT mz_now()").get(0)) + 1_000;
    assertThat(rows("SUBSCRIBE up UP TO " + end)).hasSize(1);
    assertThat(Long.parseLong(rows("SELECT mz_now()").get(0))).isGreaterThanOrEqualTo(end - 1);
    fails("SUBSCRIBE up UP TO 5", "0A000", "local engine: UP TO a time that is past");
  }

  @Test
  void forms_of_a_subscription_that_are_previews_must_be_switched_on() throws SQLException {
    String debezium = "SUBSCRIBE (SELECT 7 AS k, 'x' AS v) ENVELOPE DEBEZIUM (KEY (k))";
    String ordered = "SUBSCRIBE (VALUES (1), (3), (2)) WITHIN TIMESTAMP ORDER BY column1 DESC";
    fails(debezium, "XX000", "`ENVELOPE DEBEZIUM (KEY (..))` is not available");
    fails(ordered, "XX000", "`WITHIN TIMESTAMP ORDER BY ..` is not available");
    try (Connection system = DriverManager.getConnection(engine.internalUrl());
        Statement alter = system.createStatement()) {
      alter.execute("ALTER SYSTEM SET enable_envelope_debezium_in_subscribe = true");
      alter.execute("ALTER SYSTEM SET enable_within_timestamp_order_by_in_subscribe = true");
    }

    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(debezium)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getMetaData().getColumnName(4)).isEqualTo("before_v");
      assertThat(rows.getString("mz_state")).isEqualTo("insert");
      assertThat(rows.getInt("k")).isEqualTo(7);
      assertThat(rows.getString("before_v")).isNull();
      assertThat(rows.getString("after_v")).isEqualTo("x");
    }
    assertThat(rows("SELECT 1")).hasSize(1);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ordered)) {
      List<Integer> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getInt("column1"));
      }
      assertThat(values).containsExactly(3, 2, 1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  private void fails(String sql, String state, String message) {
    assertThatExceptionOfType(PSQLException.class)
        .isThrownBy(() -> run(sql))
        .satisfies(
            e -> {
              assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state);
              assertThat(e.getServerErrorMessage()).isNotNull();
              assertThat(e.getServerErrorMessage().getMessage()).startsWith(message);
            });
  }
}
