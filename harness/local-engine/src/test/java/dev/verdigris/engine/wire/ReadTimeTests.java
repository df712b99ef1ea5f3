package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;

/** The time of a read, AS OF a time to come, and the forms in which a time can be given. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadTimeTests {
  private static final String COUNT = "SELECT mz_now()::text || ' ' || count(*) FROM t";

  private LocalEngine engine;
  private Connection connection;

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    connection = DriverManager.getConnection(engine.url());
    run("CREATE TABLE t (at numeric)");
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    engine.close();
  }

  @Test
  void aReadOfATimeToComeSeesWhatIsWrittenUpToItAndNothingLater() throws Exception {
    assertExact(seen -> read(now() + 150, seen), 5);
  }

  @Test
  void aReadOfNowSeesWhatIsWrittenUpToTheTimeThatItSaysAndNothingLater() throws Exception {
    assertExact(seen -> keep(text(COUNT), seen), 200);
  }

  @Test
  void theReadsOfATransactionSeeWhatIsWrittenUpToTheTimeOfItsFirst() throws Exception {
    assertExact(
        seen -> {
          connection.setAutoCommit(false);
          String first = text(COUNT);
          assertThat(text(COUNT)).isEqualTo(first);
          keep(first, seen);
          connection.commit();
          connection.setAutoCommit(true);
        },
        50);
  }

  /** Reads while somebody writes, and puts the time and the number of rows into a map. */
  @FunctionalInterface
  private interface Reading {
    void into(Map<Long, Integer> seen) throws SQLException;
  }

  private void assertExact(Reading reading, int reads) throws Exception {
    run("DELETE FROM t");
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(enough));
    Map<Long, Integer> seen = new TreeMap<>();
    List<Long> written = new ArrayList<>();
    try (Connection changes = DriverManager.getConnection(engine.url());
        Statement subscribe = changes.createStatement()) {
      changes.setAutoCommit(false);
      subscribe.execute("DECLARE c CURSOR FOR SUBSCRIBE t");
      fetch(subscribe, "FETCH 1 c", written);
      for (int tries = 0; seen.size() < reads; tries++) {
        assertThat(tries).as("tries").isLessThan(reads * 20);
        reading.into(seen);
      }
      enough.set(true);
      writing.get();
      int before = -1;
      while (before < written.size()) {
        before = written.size();
        fetch(subscribe, "FETCH ALL c WITH (timeout = '1s')", written);
      }
      changes.rollback();
    } finally {
      enough.set(true);
    }
    Map<Long, Integer> expected = new TreeMap<>();
    for (long time : seen.keySet()) {
      expected.put(time, (int) written.stream().filter(at -> at <= time).count());
    }
    assertThat(seen).isEqualTo(expected);
    assertThat(new HashSet<>(seen.values())).hasSizeGreaterThan(1);
  }

  private static void keep(String read, Map<Long, Integer> seen) {
    String[] parts = read.split(" ", -1);
    seen.put(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
  }

  /** Reads as of then; on a machine that is too busy for it there is nothing to see. */
  private void read(long time, Map<Long, Integer> seen) throws SQLException {
    try {
      String read = text(COUNT + " AS OF " + time);
      assertThat(now()).isGreaterThanOrEqualTo(time);
      assertThat(read).startsWith(time + " ");
      keep(read, seen);
    } catch (PSQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("22000");
    }
  }

  private void write(AtomicBoolean enough) {
    try (Connection writer = DriverManager.getConnection(engine.url());
        Statement insert = writer.createStatement()) {
      for (int i = 0; !enough.get(); i++) {
        insert.execute("INSERT INTO t VALUES (" + i + ")");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fetch(Statement statement, String sql, List<Long> times) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        times.add(rows.getLong("mz_timestamp"));
      }
    }
  }

  @Test
  void aCancelRequestEndsTheWaitAndATimeoutDoesNot() throws Exception {
    try (Connection waiter = DriverManager.getConnection(engine.url());
        Statement select = waiter.createStatement()) {
      select.execute("SET statement_timeout = '50ms'");
      long time = now() + 400;
      try (ResultSet rows =
          select.executeQuery("SELECT 1 FROM (SELECT count(*) FROM t) AS OF " + time)) {
        assertThat(rows.next()).isTrue();
      }
      assertThat(now()).isGreaterThanOrEqualTo(time);
      String never = "SELECT * FROM t AS OF " + (now() + 1_000_000);
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  select.execute(never);
                } catch (SQLException e) {
                  throw new IllegalStateException(e.getMessage(), e);
                }
              });
      await()
          .untilAsserted(
              () -> {
                select.cancel();
                assertThat(waiting).isDone();
              });
      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("canceling statement due to user request");
      select.execute("SELECT 1");
    }
  }

  @Test
  void aTimeMayBeATextOrATimestamp() throws SQLException {
    Instant soon = Instant.ofEpochMilli(now() + 1_000);
    assertThat(text("SELECT mz_now()::text FROM t LIMIT 0 AS OF '" + soon + "'")).isEmpty();
    assertThat(now()).isGreaterThanOrEqualTo(soon.toEpochMilli());
    String later = "'" + Instant.ofEpochMilli(now()) + "'::timestamptz + INTERVAL '800 ms'";
    assertThat(text("SELECT count(*) IS NOT NULL FROM t AS OF " + later)).isEqualTo("t");
    assertThat(text("SELECT count(*) IS NOT NULL FROM t AS OF AT LEAST '2024-02-29 12:00'"))
        .isEqualTo("t");
    fails("SELECT * FROM t AS OF '2024-02-29 12:00'", "22000", "could not find a valid timestamp");
    fails("SELECT * FROM t AS OF '12'", "22000", "could not find a valid timestamp");
  }

  @Test
  void whatIsNotModelledIsRefused() throws SQLException {
    fails("SELECT * FROM t AS OF 'soon'", "0A000", "local engine: AS OF what is no time");
    fails("SELECT * FROM t AS OF abs(5)", "0A000", "local engine: AS OF an expression");
    fails("SELECT * FROM t AS OF NULL", "0A000", "local engine: AS OF an expression");
    String later = String.valueOf(now() + 100_000);
    fails("SUBSCRIBE t AS OF " + later, "0A000", "local engine: SUBSCRIBE AS OF a time to come");
    run("BEGIN");
    fails("SELECT * FROM t AS OF " + later, "0A000", "local engine: AS OF a time to come within");
    run("ROLLBACK");
  }

  private long now() throws SQLException {
    return Long.parseLong(text("SELECT mz_now()"));
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first value; nothing if there is no row. */
  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private void fails(String sql, String state, String message) {
    assertThatExceptionOfType(PSQLException.class)
        .isThrownBy(() -> run(sql))
        .satisfies(
            e -> {
              assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state);
              assertThat(e.getMessage()).contains(message);
            });
  }
}
