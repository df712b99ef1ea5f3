package dev.verdigris.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Time alone changes what temporal filters let through, and at which millisecond is seen. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporalFilterTests {
  private static final String UNTIL =
      "SELECT string_agg((trunc(extract(epoch FROM until) * 1000) + 1)::text, ',' ORDER BY id)"
          + " FROM ";

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
  void a_subscription_tells_a_row_gone_at_the_millisecond_that_its_filter_says()
      throws SQLException {
    try (Connection reader = connect();
        Connection writer = connect()) {
      build(writer, "su");
      reader.setAutoCommit(false);
      run(reader, "DECLARE c CURSOR FOR SUBSCRIBE su_now");
      assertThat(rows(reader, "FETCH ALL c WITH (timeout = '100ms')")).isEmpty();
      insert(writer, "su");
      List<String> changes = rows(reader, "FETCH 4 c WITH (timeout = '20s')");
      String[] gone = text(writer, UNTIL + "su_ev").split(",", -1);
      assertThat(changes).hasSize(4);
      assertThat(changes.get(0)).endsWith("|1|1");
      assertThat(changes.get(1)).endsWith("|1|2");
      assertThat(changes.subList(2, 4)).containsExactly(gone[0] + "|-1|1", gone[1] + "|-1|2");
      assertThat(text(writer, "SELECT count(*) FROM su_now")).isEqualTo("0");
    }
  }

  @Test
  void a_sink_sends_the_tombstone_of_that_millisecond() throws SQLException {
    try (Connection writer = connect()) {
      build(writer, "si");
      run(
          writer,
          "CREATE CONNECTION si_kafka TO KAFKA (BROKER '"
              + engine.kafkaAddress()
              + "', SECURITY PROTOCOL PLAINTEXT)");
      run(
          writer,
          "CREATE SINK si_out IN CLUSTER quickstart FROM si_now INTO KAFKA CONNECTION si_kafka"
              + " (TOPIC 'si') KEY (id) FORMAT JSON ENVELOPE UPSERT");
      await()
          .until(
              () ->
                  text(
                          writer,
                          "SELECT status FROM mz_internal.mz_sink_statuses WHERE"
                              + " name = 'si_out'")
                      .equals("running"));
      insert(writer, "si");
      String[] gone = text(writer, UNTIL + "si_ev").split(",", -1);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(records().stream().filter(record -> record.contains(" null ")))
                      .containsExactly("{\"id\":1} null " + gone[0], "{\"id\":2} null " + gone[1]));
    }
  }

  private static void build(Connection connection, String prefix) throws SQLException {
    run(connection, "CREATE TABLE " + prefix + "_ev (id int NOT NULL, until timestamptz NOT NULL)");
    run(
        connection,
        "CREATE MATERIALIZED VIEW "
            + prefix
            + "_now AS SELECT DISTINCT id FROM "
            + prefix
            + "_ev WHERE mz_now() <= until");
  }

  private static void insert(Connection connection, String prefix) throws SQLException {
    run(
        connection,
        "INSERT INTO "
            + prefix
            + "_ev VALUES (1, now() + INTERVAL '1 second'), (2, now() + INTERVAL '1.3 seconds')");
  }

  private List<String> records() {
    List<String> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", engine.kafkaAddress(), "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("si", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                each ->
                    records.add(
                        each.key()
                            + " "
                            + each.value()
                            + " "
                            + new String(
                                each.headers().lastHeader("materialize-timestamp").value(),
                                StandardCharsets.UTF_8)));
      }
    }
    return records;
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
    List<String> rows = rows(connection, sql);
    return rows.isEmpty() ? "" : rows.get(0);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(rows.getString(i));
        }
        result.add(String.join("|", values));
      }
      return result;
    }
  }
}
