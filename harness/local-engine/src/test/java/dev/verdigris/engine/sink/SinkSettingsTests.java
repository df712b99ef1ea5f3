package dev.verdigris.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.LocalEngine;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a sink can say of its topic, its headers and its snapshot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class SinkSettingsTests {

  private LocalEngine engine;

  @BeforeAll
  void start() throws SQLException {
    engine = LocalEngine.builder().start();
    execute(
        "CREATE CONNECTION kafka TO KAFKA (BROKER '"
            + engine.kafkaAddress()
            + "', SECURITY PROTOCOL PLAINTEXT)");
    execute("CREATE TABLE t (id int NOT NULL, v text, h map[text => text], n int)");
    execute("INSERT INTO t VALUES (1, 'a', '{x=>1, materialize-x=>no, y=>NULL}', 1)");
    execute("CREATE MATERIALIZED VIEW other AS SELECT id, v, h FROM t");
    execute("CREATE MATERIALIZED VIEW bare AS SELECT id, v FROM t");
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @Test
  void aNewTopicIsMadeAsTheSinkSays() throws Exception {
    execute(
        "CREATE SINK made FROM t INTO KAFKA CONNECTION kafka (TOPIC 'made', TOPIC PARTITION COUNT"
            + " 3, TOPIC REPLICATION FACTOR 1, TOPIC CONFIG MAP['cleanup.policy' => 'compact'],"
            + " COMPRESSION TYPE gzip, TRANSACTIONAL ID PREFIX 'mine') KEY (id) NOT ENFORCED FORMAT"
            + " JSON ENVELOPE UPSERT");
    TopicRecords.awaitTexts(
        engine.kafkaAddress(), "made", records -> assertThat(records).hasSize(1));

    try (Admin admin = Admin.create(Map.of("bootstrap.servers", engine.kafkaAddress()))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "made");
      assertThat(admin.describeConfigs(List.of(topic)).all().get(10, TimeUnit.SECONDS).values())
          .singleElement()
          .satisfies(
              config -> assertThat(config.get("cleanup.policy").value()).isEqualTo("compact"));
      assertThat(
              admin
                  .describeTopics(List.of("made"))
                  .allTopicNames()
                  .get(10, TimeUnit.SECONDS)
                  .values())
          .singleElement()
          .satisfies(made -> assertThat(made.partitions()).hasSize(3));
      assertThat(admin.listTransactions().all().get(10, TimeUnit.SECONDS))
          .anyMatch(each -> each.transactionalId().startsWith("mine-"));
    }
    assertThat(text("SELECT create_sql FROM mz_sinks WHERE name = 'made'"))
        .contains("TOPIC PARTITION COUNT = 3");
  }

  @Test
  void headersComeFromAColumnThatStaysInTheValue() throws SQLException {
    String sink = " INTO KAFKA CONNECTION kafka (TOPIC 'heads') KEY (id) NOT ENFORCED HEADERS ";
    assertThatThrownBy(
            () -> execute("CREATE SINK s FROM t" + sink + "n FORMAT JSON ENVELOPE UPSERT"))
        .hasMessageContaining(
            "HEADERS column must have type map[text => text] or map[text => bytea]");
    assertThatThrownBy(
            () -> execute("CREATE SINK s FROM t" + sink + "z FORMAT JSON ENVELOPE UPSERT"))
        .hasMessageContaining("HEADERS column (z) is unknown");
    assertThatThrownBy(
            () -> execute("CREATE SINK s FROM t" + sink + "h FORMAT JSON ENVELOPE DEBEZIUM"))
        .hasMessageContaining("HEADERS option is not supported with ENVELOPE DEBEZIUM");
    execute("CREATE SINK heads FROM t" + sink + "h FORMAT JSON ENVELOPE UPSERT");
    TopicRecords.awaitTexts(
        engine.kafkaAddress(), "heads", records -> assertThat(records).hasSize(1));

    ConsumerRecord<String, String> entry = TopicRecords.read(engine.kafkaAddress(), "heads").get(0);
    assertThat(Arrays.stream(entry.headers().toArray()).skip(1).map(SinkSettingsTests::header))
        .containsExactly("x=1", "y=null");
    assertThat(entry.value()).contains("\"h\":{");
    assertThatThrownBy(() -> execute("ALTER SINK heads SET FROM bare"))
        .hasMessageContaining("HEADERS column (h) is unknown");
    execute("ALTER SINK heads SET FROM other");
    assertThat(text("SELECT create_sql FROM mz_sinks WHERE name = 'heads'"))
        .contains(" HEADERS ")
        .endsWith(" WITH (VERSION = 1)");
  }

  @Test
  void withoutASnapshotOnlyChangesAreSent() throws SQLException {
    execute("CREATE TABLE u (id int NOT NULL, v text)");
    execute("INSERT INTO u VALUES (1, 'before')");
    execute(
        "CREATE SINK plain FROM u INTO KAFKA CONNECTION kafka (TOPIC 'plain') KEY (id) NOT ENFORCED"
            + " FORMAT JSON ENVELOPE UPSERT WITH (SNAPSHOT = false)");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                text("SELECT status FROM mz_internal.mz_sink_statuses WHERE name = 'plain'")
                    .equals("running"));
    execute("INSERT INTO u VALUES (2, 'after')");

    TopicRecords.awaitTexts(
        engine.kafkaAddress(),
        "plain",
        records -> assertThat(records).containsExactly("{\"id\":2}={\"id\":2,\"v\":\"after\"}"));
    execute("ALTER SINK plain SET FROM bare");
    execute("ALTER SINK plain SET FROM u");
    assertThat(text("SELECT create_sql FROM mz_sinks WHERE name = 'plain'"))
        .endsWith(" WITH (SNAPSHOT = false, VERSION = 2)");
  }

  @Test
  void whatIsNotModelledIsRefusedWithAWordOfWhatIs() {
    assertThatThrownBy(
            () ->
                execute(
                    "CREATE SINK s FROM t INTO KAFKA CONNECTION kafka (TOPIC 's') KEY (id) NOT"
                        + " ENFORCED FORMAT TEXT ENVELOPE UPSERT"))
        .hasMessageContaining(
            "local engine: a sink with FORMAT TEXT (use FORMAT JSON here) is not modelled");
    assertThatThrownBy(
            () ->
                execute(
                    "CREATE SINK s FROM t INTO KAFKA CONNECTION kafka (TOPIC 's', PARTITION BY = n)"
                        + " KEY (id) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT"))
        .hasMessageContaining("local engine: the sink option PARTITION BY is not modelled");
  }

  private static String header(Header header) {
    byte[] value = header.value();
    return header.key()
        + "="
        + (value == null ? "null" : new String(value, StandardCharsets.UTF_8));
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(engine.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(engine.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
