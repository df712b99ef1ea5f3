package dev.verdigris.engine.sink;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks as a user of the whole engine sees them. */
@Timeout(180)
class EngineSinkTests {
  private static final String FRONTIER =
      "SELECT f.write_frontier::text FROM mz_internal.mz_frontiers f JOIN mz_sinks s"
          + " ON s.id = f.object_id WHERE s.name = 'out'";

  @TempDir Path directory;

  @Test
  void aRestartOfTheEngineLosesNothingAndRepeatsNothing() throws SQLException {
    try (LocalEngine engine = start()) {
      createSink(engine);
      awaitValues(engine, "1 a");
      engine.faults().sinkStalls("materialize.public.out");
      execute(engine, "INSERT INTO t VALUES (2, 'while it stood still')");
    }
    try (LocalEngine engine = start()) {
      execute(engine, "INSERT INTO t VALUES (3, 'after the restart')");

      awaitValues(engine, "1 a", "2 while it stood still", "3 after the restart");
    }
  }

  @Test
  void theStatisticsCountWhatIsInTheTopicAlsoOverARestart() throws SQLException {
    String all = "messages_staged, messages_committed, bytes_staged, bytes_committed, replica_id";
    String counted = "SELECT concat_ws(' ', " + all + ") FROM mz_internal.mz_sink_statistics";
    try (LocalEngine engine = start()) {
      createSink(engine);
      // {"id":1} and {"id":1,"v":"a"}
      await().untilAsserted(() -> assertThat(text(engine, counted)).isEqualTo("1 1 24 24 u1"));
      engine.faults().sinkStalls("materialize.public.out");
      execute(engine, "INSERT INTO t VALUES (2, 'é')");
      execute(engine, "DELETE FROM t WHERE id = 1");
    }
    try (LocalEngine engine = start()) {
      // {"id":2} and {"id":2,"v":"é"}, and {"id":1} of the tombstone
      await().untilAsserted(() -> assertThat(text(engine, counted)).isEqualTo("3 3 57 57 u1"));
      execute(engine, "DROP SINK out");
      assertThat(text(engine, counted)).isEmpty();
    }
  }

  @Test
  void theFrontierIsBehindWhatIsNotInTheTopicYet() throws SQLException {
    try (LocalEngine engine = start()) {
      createSink(engine);
      awaitValues(engine, "1 a");
      engine.faults().sinkStalls("materialize.public.out");
      await().until(() -> status(engine).equals("stalled"));
      long before = number(engine, "SELECT mz_now()::text");
      execute(engine, "INSERT INTO t VALUES (2, 'while it stands still')");
      long written = number(engine, "SELECT mz_now()::text");
      assertThat(frontier(engine)).isGreaterThan(before).isLessThanOrEqualTo(written);
      engine.faults().reset("materialize.public.out");

      List<String> expected = new ArrayList<>(List.of("1 a", "2 while it stands still"));
      for (int id = 3; id < 10; id++) {
        execute(engine, "INSERT INTO t VALUES (" + id + ", 'b')");
        long time = number(engine, "SELECT mz_now()::text");
        await().pollDelay(Duration.ZERO).until(() -> frontier(engine) > time);
        expected.add(id + " b");
        // A commit of Kafka's may become visible a moment later.
        assertThat(values(engine, "read_uncommitted")).containsExactlyElementsOf(expected);
      }
      execute(
          engine,
          "CREATE MATERIALIZED VIEW constants IN CLUSTER quickstart AS"
              + " SELECT * FROM (VALUES (1, 'c')) AS c (id, v)");
      execute(engine, "ALTER SINK out SET FROM constants");
      await().untilAsserted(() -> assertThat(text(engine, FRONTIER)).isEqualTo("null"));
      execute(engine, "INSERT INTO t VALUES (10, 'c')");
      execute(engine, "ALTER SINK out SET FROM mv");
      assertThat(frontier(engine)).isPositive();
      assertThat(values(engine, "read_uncommitted")).containsExactlyElementsOf(expected);
    }
  }

  private static long frontier(LocalEngine engine) throws SQLException {
    return number(engine, FRONTIER);
  }

  private static long number(LocalEngine engine, String sql) throws SQLException {
    return Long.parseLong(text(engine, sql));
  }

  @Test
  void setFromWaitsForASinkThatStandsStill() throws Exception {
    try (LocalEngine engine = start()) {
      createSink(engine);
      awaitValues(engine, "1 a");
      execute(
          engine,
          "CREATE MATERIALIZED VIEW other IN CLUSTER quickstart AS"
              + " SELECT id, max(v) || '!' AS v FROM t GROUP BY id");
      engine.faults().sinkStalls("materialize.public.out");
      await().until(() -> status(engine).equals("stalled"));

      CompletableFuture<Void> altering = new CompletableFuture<>();
      Thread waiter =
          new Thread(
              () -> {
                try (Connection connection = DriverManager.getConnection(engine.url());
                    Statement alter = connection.createStatement()) {
                  alter.execute("ALTER SINK out SET FROM other");
                  altering.complete(null);
                } catch (SQLException e) {
                  altering.completeExceptionally(e);
                }
              });
      waiter.start();
      execute(engine, "INSERT INTO t VALUES (2, 'in the old form')");
      assertThat(altering).isNotDone();
      engine.faults().reset("materialize.public.out");
      altering.get();
      execute(engine, "INSERT INTO t VALUES (3, 'in the new form')");

      awaitValues(engine, "1 a", "2 in the old form", "3 in the new form!");
    }
  }

  @Test
  void aCancelEndsTheWaitAndChangesNothing() throws Exception {
    try (LocalEngine engine = start();
        Connection connection = DriverManager.getConnection(engine.url());
        Statement alter = connection.createStatement()) {
      createSink(engine);
      awaitValues(engine, "1 a");
      execute(
          engine,
          "CREATE MATERIALIZED VIEW other IN CLUSTER quickstart AS"
              + " SELECT id, max(v) AS v FROM t GROUP BY id");
      engine.faults().sinkStalls("materialize.public.out");
      await().until(() -> status(engine).equals("stalled"));
      CompletableFuture<Void> altering =
          CompletableFuture.runAsync(
              () -> {
                try {
                  alter.execute("ALTER SINK out SET FROM other");
                } catch (SQLException e) {
                  throw new IllegalStateException(e.getMessage(), e);
                }
              });
      await()
          .untilAsserted(
              () -> {
                alter.cancel();
                assertThat(altering).isDone();
              });

      assertThatThrownBy(altering::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("canceling statement due to user request");
      assertThat(text(engine, "SELECT create_sql FROM mz_sinks WHERE name = 'out'"))
          .doesNotContain("VERSION");
    }
  }

  private LocalEngine start() {
    return LocalEngine.builder().dataDirectory(directory).start();
  }

  private static void createSink(LocalEngine engine) throws SQLException {
    execute(engine, "CREATE TABLE t (id int NOT NULL, v text)");
    execute(engine, "INSERT INTO t VALUES (1, 'a')");
    execute(
        engine,
        "CREATE MATERIALIZED VIEW mv IN CLUSTER quickstart AS"
            + " SELECT id, max(v) AS v FROM t GROUP BY id");
    execute(
        engine,
        "CREATE CONNECTION kafka TO KAFKA (BROKER '"
            + engine.kafkaAddress()
            + "', SECURITY PROTOCOL PLAINTEXT)");
    execute(
        engine,
        "CREATE SINK out IN CLUSTER quickstart FROM mv INTO KAFKA CONNECTION kafka"
            + " (TOPIC 'out') KEY (id) FORMAT JSON ENVELOPE UPSERT");
  }

  private static void execute(LocalEngine engine, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(engine.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(LocalEngine engine, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(engine.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private static String status(LocalEngine engine) throws SQLException {
    return text(engine, "SELECT status FROM mz_internal.mz_sink_statuses WHERE name = 'out'");
  }

  private static void awaitValues(LocalEngine engine, String... expected) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(values(engine)).containsExactly(expected));
  }

  private static List<String> values(LocalEngine engine) {
    return values(engine, "read_committed");
  }

  private static List<String> values(LocalEngine engine, String isolation) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", engine.kafkaAddress(), "isolation.level", isolation),
            new StringDeserializer(),
            new StringDeserializer())) {
      if (consumer.listTopics().containsKey("out")) {
        TopicPartition partition = new TopicPartition("out", 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) {
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(
                  each ->
                      values.add(
                          each.key().replaceAll("\\D", "")
                              + " "
                              + String.valueOf(each.value())
                                  .replaceAll(".*\"v\":\"(.*)\"}", "$1")));
        }
      }
    }
    return values;
  }
}
