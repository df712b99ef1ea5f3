package dev.verdigris.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.sink.TopicRecords;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;

/**
 * A table that is written to, its old and its new form as materialized views, and a sink that goes
 * over from one to the other, with the check that each change is sent once.
 *
 * @param url where the engine is now
 * @param broker where the broker is now
 * @param name of the table and of the topic
 * @param envelope of the sink
 */
record CutoverWork(Supplier<String> url, Supplier<String> broker, String name, String envelope) {

  /** Rows that one INSERT brings, and one Kafka transaction takes. */
  static final int ROWS_AT_ONCE = 3;

  private static final int BEGUN = 200;
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  /** Makes it all, with rows that have even ids from 100,002 on, and waits for the snapshot. */
  void create() throws SQLException {
    execute(
        "CREATE TABLE " + name + " (id int NOT NULL, v text)",
        "INSERT INTO "
            + name
            + " SELECT 100000 + 2 * g, 'begun' FROM generate_series(1, "
            + BEGUN
            + ") AS g",
        "CREATE MATERIALIZED VIEW "
            + name
            + "_old AS SELECT id, max(v) AS v FROM "
            + name
            + " GROUP BY id",
        "CREATE MATERIALIZED VIEW "
            + name
            + "_new AS SELECT id, max(v) || '!' AS v FROM "
            + name
            + " GROUP BY id",
        "CREATE CONNECTION IF NOT EXISTS kafka TO KAFKA (BROKER '"
            + broker.get()
            + "', SECURITY PROTOCOL PLAINTEXT)",
        "CREATE SINK "
            + name
            + "_s FROM "
            + name
            + "_old INTO KAFKA CONNECTION kafka (TOPIC '"
            + name
            + "') KEY (id) FORMAT JSON ENVELOPE "
            + envelope);
    TopicRecords.awaitTexts(broker.get(), name, records -> assertThat(records).hasSize(BEGUN));
  }

  /**
   * Commits until it is told to end: some new rows, a change or a deletion of an old one. Each
   * concerns other rows, so that each must be seen.
   *
   * @return the number of the next commit
   */
  int write(int first, BooleanSupplier end) {
    int commit = first;
    try (Connection connection = DriverManager.getConnection(url.get());
        Statement statement = connection.createStatement()) {
      while (!end.getAsBoolean() && commit < BEGUN) {
        statement.execute(statement(commit++));
      }
    } catch (SQLException e) {
      // The session went with the engine; what became of its commit the table tells.
    }
    return commit;
  }

  private String statement(int commit) {
    int id = 100_000 + 2 * commit;
    if (commit % 3 == 2) {
      return "UPDATE " + name + " SET v = 'changed' WHERE id = " + id;
    } else if (commit % 3 == 0) {
      return "DELETE FROM " + name + " WHERE id = " + id;
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS_AT_ONCE; i++) {
      rows.add("(" + (commit * ROWS_AT_ONCE + i) + ", 'new')");
    }
    return "INSERT INTO " + name + " VALUES " + String.join(", ", rows);
  }

  /** Has the sink go over. */
  void alter() throws SQLException {
    execute("ALTER SINK " + name + "_s SET FROM " + name + "_new");
  }

  void drop() throws SQLException {
    execute("DROP SINK " + name + "_s");
  }

  /** Whether the catalog says that the sink has gone over. */
  boolean isCutOver() throws SQLException {
    return number(
            "SELECT count(*)::int FROM mz_sinks WHERE name = '"
                + name
                + "_s' AND create_sql LIKE '%VERSION = 1%'")
        == 1;
  }

  /** How many rows are new. */
  int written() throws SQLException {
    return number("SELECT count(*)::int FROM " + name + " WHERE v = 'new'");
  }

  /** What the table says that was changed is in the topic, once; old forms before new ones. */
  void check() throws SQLException {
    List<String> expected = new ArrayList<>();
    query("SELECT id FROM " + name + " WHERE v = 'new'", id -> expected.add(id + " new"));
    query("SELECT id FROM " + name + " WHERE v = 'changed'", id -> expected.add(id + " changed"));
    Set<Integer> left = new HashSet<>();
    query("SELECT id FROM " + name + " WHERE id > 100000", left::add);
    for (int i = 1; i <= BEGUN; i++) {
      int id = 100_000 + 2 * i;
      if (!left.contains(id)) {
        expected.add(id + " gone");
      }
    }
    assertThat(expected).hasSizeGreaterThan(4);
    patiently()
        .untilAsserted(
            () -> {
              List<ConsumerRecord<String, String>> changes = afterSnapshot(records());
              assertThat(changes.stream().map(each -> change(each).replace("!", "")))
                  .as(() -> told(changes))
                  .containsExactlyInAnyOrderElementsOf(expected);
            });
    List<ConsumerRecord<String, String>> records = records();
    List<ConsumerRecord<String, String>> changes = afterSnapshot(records);
    List<String> forms =
        changes.stream()
            .map(CutoverWork::change)
            .filter(change -> !change.endsWith("gone") || envelope.equals("DEBEZIUM"))
            .map(change -> change.contains("!") ? "new form" : "old form")
            .toList();
    assertThat(forms)
        .as(() -> told(changes))
        .contains("new form")
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(records.stream().map(CutoverWork::time)).as(() -> told(records)).isSorted();
  }

  /** Threads that were killed die with an error, as is meant. */
  static ConditionFactory patiently() {
    return await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(40));
  }

  private List<ConsumerRecord<String, String>> records() {
    return TopicRecords.read(broker.get(), name);
  }

  private static List<ConsumerRecord<String, String>> afterSnapshot(
      List<ConsumerRecord<String, String>> records) {
    return records.subList(BEGUN, records.size());
  }

  /** Records as they are, for who must find out why they are not what they should be. */
  private static String told(List<ConsumerRecord<String, String>> records) {
    return records.stream()
        .map(
            each ->
                "offset %d of leader %s, sent at %d, of %d: %s=%s"
                    .formatted(
                        each.offset(),
                        each.leaderEpoch().map(String::valueOf).orElse("?"),
                        each.timestamp(),
                        time(each),
                        each.key(),
                        each.value()))
        .collect(Collectors.joining("\n", "what the topic has:\n", "\n"));
  }

  /** {@code id new}, {@code changed} or {@code gone}, the new form with an exclamation mark. */
  private static String change(ConsumerRecord<String, String> entry) {
    Matcher id = ID.matcher(entry.key());
    assertThat(id.find()).isTrue();
    String value = String.valueOf(entry.value());
    boolean gone = entry.value() == null || value.endsWith("\"after\":null}");
    String what = gone ? "gone" : value.replaceAll(".*\"v\":\"(\\w+)!?\"}+$", "$1");
    return id.group(1) + (value.contains("!") ? "! " : " ") + what;
  }

  private static long time(ConsumerRecord<String, String> entry) {
    byte[] time = entry.headers().lastHeader("materialize-timestamp").value();
    return Long.parseLong(new String(time, StandardCharsets.US_ASCII));
  }

  private int number(String sql) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    query(sql, numbers::add);
    return numbers.get(0);
  }

  private void query(String sql, Consumer<Integer> taker) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url.get());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        taker.accept(rows.getInt(1));
      }
    }
  }

  private void execute(String... sqls) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url.get());
        Statement statement = connection.createStatement()) {
      for (String sql : sqls) {
        statement.execute(sql);
      }
    }
  }
}
