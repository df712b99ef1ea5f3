package dev.verdigris.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine as a whole: its clock, its end and new start, and the list of what is set. */
class EngineSteeringTests extends SteeringTestCase {

  @ParameterizedTest
  @EnumSource
  @Tag("clock_jumps")
  void theClockJumpsAheadInOpenSessionsToo(Way way) throws Exception {
    String sql =
        "SELECT mz_now()::text::numeric::text, extract(epoch FROM now()) * 1000, to_char(now(),"
            + " 'US')";
    try (Connection client = connect()) {
      run(client, "CREATE TABLE " + name("jumps") + " (a int)");
      double before = Double.parseDouble(rows(client, sql).get(0).get(0));
      way.steer(engine, "clock_jumps", "2h");
      List<String> after = rows(client, sql).get(0);
      double jump = Duration.ofHours(2).toMillis();
      assertThat(Double.parseDouble(after.get(0)) - before).isBetween(jump, jump + 60_000);
      assertThat(Double.parseDouble(after.get(1)) - before).isBetween(jump - 10, jump + 60_000);
      String view = name("jumped");
      run(client, "CREATE MATERIALIZED VIEW " + view + " AS SELECT 1 AS x");
      await().untilAsserted(() -> assertThat(hydration(client, view)).isEqualTo("[[r1, t]]"));
      assertThat(
              rows(
                  client,
                  "SELECT max(occurred_at) > now() - INTERVAL '1 minute' FROM mz_audit_events"))
          .hasToString("[[t]]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("restart")
  void theEngineIsKilledAndComesBackWithItsPortsAndData(Way way) throws Exception {
    String name = name("restarts");
    String id = "SELECT id FROM mz_objects WHERE name = '" + name + "'";
    String before;
    int port = engine.port();
    try (Connection client = connect();
        Connection open = connect()) {
      run(client, "CREATE TABLE t_" + name + " (a int)", "INSERT INTO t_" + name + " VALUES (7)");
      run(client, "CREATE MATERIALIZED VIEW " + name + " AS SELECT a FROM t_" + name);
      assertThat(rows(client, "SELECT a FROM " + name)).hasToString("[[7]]");
      before = rows(client, id).toString();
      open.setAutoCommit(false);
      run(open, "INSERT INTO t_" + name + " VALUES (8)");
      way.steer(engine, "hydration_takes", "materialize.public." + name, "500 ms");
      way.steer(engine, "restart");
      await().untilAsserted(() -> assertThat(client.isValid(1)).isFalse());
      assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
    }
    await().ignoreExceptionsInstanceOf(SQLException.class).until(() -> isUp(port));
    try (Connection client = connect()) {
      assertThat(rows(client, id)).hasToString(before);
      assertThat(rows(client, "SELECT a FROM " + name)).hasToString("[[7]]");
      assertThat(engine.faults().list()).anyMatch(steering -> steering.target().endsWith(name));
    }
  }

  private boolean isUp(int port) throws SQLException {
    assertThat(engine.port()).isEqualTo(port);
    try (Connection client = connect()) {
      return client.isValid(5);
    }
  }

  @Test
  void thePublicPortHasNoSuchSchemaAndNothingOfItIsInTheCatalog() throws Throwable {
    try (Connection client = connect();
        Connection internal = DriverManager.getConnection(engine.internalUrl())) {
      assertThatThrownBy(() -> rows(client, "SELECT verdigris_engine.lags('a', '5s')"))
          .hasMessageContaining("function \"verdigris_engine.lags\" does not exist");
      assertThatThrownBy(() -> rows(client, "SELECT * FROM verdigris_engine.steerings"))
          .hasMessageContaining("unknown schema 'verdigris_engine'");
      for (Connection each : List.of(client, internal)) {
        assertThat(rows(each, "SELECT name FROM mz_schemas WHERE name LIKE 'verdigris%'"))
            .isEmpty();
        assertThat(rows(each, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'verdigris%'"))
            .isEmpty();
        assertThat(rows(each, "SELECT name FROM mz_functions WHERE name IN ('lags', 'restart')"))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("reset")
  void allThatIsSetIsListedAndTakenBack(Way way) throws Exception {
    String list = "SELECT * FROM verdigris_engine.steerings";
    try (Connection internal = DriverManager.getConnection(engine.internalUrl())) {
      way.steer(engine, "lags", "materialize.public.v", "5s");
      way.steer(engine, "statements_fail", "DROP", "XX000", "no", "3", "1");
      way.steer(engine, "connections_drop_after", "COMMIT");
      assertThat(rows(internal, list))
          .filteredOn(row -> !row.get(0).equals("clock_jumps"))
          .hasToString(
              "[[lags, materialize.public.v, 5 s, 0], [statements_fail, DROP, XX000 no, 3 times,"
                  + " after 1, 0], [connections_drop_after, COMMIT, once, 0]]");
      way.steer(engine, "reset", "DROP");
      assertThat(rows(internal, list)).noneMatch(row -> row.get(1).equals("DROP"));
      way.steer(engine, "reset");
      assertThat(rows(internal, list)).allMatch(row -> row.get(0).equals("clock_jumps"));
    }
  }

  @Test
  void wrongCallsAreToldWithTheRightOnes() throws Exception {
    try (Connection internal = DriverManager.getConnection(engine.internalUrl())) {
      assertThatThrownBy(() -> rows(internal, "SELECT verdigris_engine.lag('a', '5s')"))
          .hasMessageContaining("local engine: there is no verdigris_engine.lag to steer with")
          .hasMessageContaining("verdigris_engine.lags(object, span)");
      assertThatThrownBy(() -> rows(internal, "SELECT verdigris_engine.lags('a')"))
          .hasMessageContaining("It is called as verdigris_engine.lags(object, span).");
      assertThatThrownBy(() -> rows(internal, "SELECT verdigris_engine.lags('a', '5')"))
          .hasMessageContaining("a span is a whole number and one of ms, s, min, h, d");
      assertThatThrownBy(() -> rows(internal, "SELECT verdigris_engine.sink_stalls('a')"))
          .hasMessageContaining("local engine: there is no sink a");
      assertThatThrownBy(
              () -> rows(internal, "SELECT verdigris_engine.statements_fail('(', 'XX000', 'm')"))
          .hasMessageContaining("local engine: Unclosed group");
    }
  }
}
