package dev.verdigris.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.Timestamps;
import dev.verdigris.engine.catalog.Acl;
import dev.verdigris.engine.catalog.CatalogScripts;
import dev.verdigris.engine.catalog.Column;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.catalog.RoleId;
import dev.verdigris.engine.catalog.SchemaId;
import dev.verdigris.engine.kafka.KafkaService;
import dev.verdigris.engine.postgres.PostgresServer;
import dev.verdigris.engine.query.SqlType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two halves of a sink on a real PostgreSQL and a real broker, without a catalog. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class SinkFlowTests {

  private static final String PROGRESS = "_materialize-progress-test-u2";

  @TempDir static Path directory;

  private final Map<String, String> statuses = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean catalogIsAway;
  private PostgresServer postgres;
  private KafkaService kafka;
  private Connection writer;
  private CommitOrder order;
  private StoreConnection store;
  private String sink;
  private Capture capture;
  private Sender sender;

  @BeforeAll
  void startServers() throws SQLException {
    postgres =
        PostgresServer.start(
            directory,
            List.of(
                "CREATE SCHEMA mz; CREATE SCHEMA mz_local; CREATE SCHEMA u",
                CatalogScripts.sinks()));
    kafka = KafkaService.embedded(directory.resolve("kafka"));
    writer = postgres.connect();
    order = new CommitOrder(new Timestamps());
    store = new StoreConnection(postgres::connect);
  }

  @AfterAll
  void stopServers() throws SQLException {
    store.close();
    writer.close();
    kafka.close();
    postgres.close();
  }

  @BeforeEach
  void makeRelations(TestInfo test) throws SQLException {
    sink = test.getTestMethod().orElseThrow().getName();
    execute(
        "DROP TABLE IF EXISTS u.old, u.new; CREATE TABLE u.old (id int, v text);"
            + " CREATE TABLE u.new (id int, v text);"
            + " INSERT INTO u.old VALUES (1, 'a'), (2, 'b')");
    start();
    awaitRecords("1 a", "2 b");
  }

  @AfterEach
  void stopSink() {
    capture.close();
    sender.close();
  }

  @Test
  void aSnapshotThenEveryCommitAtItsOwnTime() throws SQLException {
    write("INSERT INTO u.old VALUES (3, 'c')");
    write("UPDATE u.old SET v = 'z' WHERE id = 1");
    write("DELETE FROM u.old WHERE id = 2");
    write("UPDATE u.old SET v = v");

    awaitRecords("1 a", "2 b", "3 c", "1 z", "2 -");
    List<Long> times = times();
    assertThat(times.get(0)).isEqualTo(times.get(1));
    assertThat(times.subList(1, 5)).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aCutoverSendsTheOldChangesThenNothingThenTheNewOnes() throws SQLException {
    execute("INSERT INTO u.new VALUES (1, 'green'), (9, 'only green')");
    execute("UPDATE u.old SET v = 'late' WHERE id = 1"); // Not captured by a commit of its own.
    assertThat(cutOver()).isEqualTo("done");
    write("UPDATE u.old SET v = 'unseen'");
    write("UPDATE u.new SET v = 'greener' WHERE id = 1");

    awaitRecords("1 a", "2 b", "1 late", "1 greener");
  }

  @Test
  void aCutoverThatTheCatalogRefusesChangesNothing() throws SQLException {
    execute("INSERT INTO u.new VALUES (1, 'green')");
    assertThatThrownBy(
            () ->
                order.commit(
                    timestamp ->
                        capture.cutOver(
                            timestamp,
                            source(1),
                            () -> {
                              throw new IllegalStateException("refused");
                            })))
        .hasMessage("refused");
    write("UPDATE u.new SET v = 'unseen'");
    write("UPDATE u.old SET v = 'seen' WHERE id = 2");

    awaitRecords("1 a", "2 b", "2 seen");
  }

  @Test
  void aSinkWithoutReplicasCapturesAndSendsLaterAtTheTimesOfTheCommits() throws SQLException {
    sender.replicas(false);
    await().until(() -> status().equals("paused"));
    write("INSERT INTO u.old VALUES (3, 'c')");
    write("INSERT INTO u.old VALUES (4, 'd')");
    assertThat(sender.isRunning()).isFalse();
    sender.replicas(true);

    awaitRecords("1 a", "2 b", "3 c", "4 d");
    assertThat(times().subList(1, 4)).doesNotHaveDuplicates();
    assertThat(status()).isEqualTo("running");
  }

  @Test
  void aRestartRepeatsNothingAndLosesNothing() throws SQLException {
    sender.play(SinkFault.NONE.stalling(true));
    await().until(() -> !sender.isRunning());
    write("INSERT INTO u.old VALUES (3, 'captured, not sent')");
    await().until(() -> outbox() > 0);
    stopSink();
    write("INSERT INTO u.old VALUES (4, 'not captured')");
    start();

    awaitRecords("1 a", "2 b", "3 captured, not sent", "4 not captured");
  }

  @Test
  void whatWasSentAndNotNotedIsNotSentAgain() throws SQLException {
    stopSink();
    forgetThatTheLastBatchWasSent();
    start();
    write("INSERT INTO u.old VALUES (5, 'e')");

    awaitRecords("1 a", "2 b", "5 e");
  }

  /** All sinks of a connection share the progress topic. */
  @Test
  void whatWasSentBehindAnOpenTransactionOfAnotherSinkIsNotSentAgain() throws Exception {
    try (KafkaProducer<String, String> other =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address(), "transactional.id", "of another sink"),
            new StringSerializer(),
            new StringSerializer())) {
      other.initTransactions();
      other.beginTransaction();
      other.send(new ProducerRecord<>(PROGRESS, "mz-sink-other", Topics.progress(1, 0))).get();
      write("INSERT INTO u.old VALUES (3, 'c')");
      awaitRecords("1 a", "2 b", "3 c");
      stopSink();
      forgetThatTheLastBatchWasSent();
      start();

      await().during(Duration.ofSeconds(1)).until(() -> !sender.isRunning());
      other.abortTransaction();
    }
    write("INSERT INTO u.old VALUES (5, 'e')");
    awaitRecords("1 a", "2 b", "3 c", "5 e");
  }

  /** As if the process had died between the transaction in Kafka and the note of it. */
  private void forgetThatTheLastBatchWasSent() throws SQLException {
    for (String rest :
        List.of("0, 0, NULL, NULL", "1, 0, '{\"id\":1}', '{\"id\":1,\"v\":\"twice\"}'")) {
      execute(
          "INSERT INTO mz_sinks.outbox SELECT sink, timestamp, "
              + rest
              + " FROM mz_sinks.captured WHERE sink = '"
              + sink
              + "'");
    }
  }

  @Test
  void aSecondProcessForTheSameSinkEndsTheFirst() throws SQLException {
    Sender second = sender();
    second.earlier(List.of());
    second.replicas(true);
    try {
      await().until(second::isRunning);
      write("INSERT INTO u.old VALUES (3, 'c')");

      await().until(() -> status().equals("stalled"));
      assertThat(sender.isRunning()).isFalse();
      assertThat(records()).containsExactly("1 a", "2 b");
    } finally {
      second.close();
    }
  }

  /** As when the engine is closed or killed: its catalog goes away under a sink that runs. */
  @Test
  void aStatusThatCannotBeKeptIsToldLaterAndDoesNotEndTheSink() throws SQLException {
    catalogIsAway = true;
    sender.replicas(false);
    await().until(() -> refused.get() > 1);
    assertThat(status()).isEqualTo("running");

    catalogIsAway = false;
    await().until(() -> status().equals("paused"));
    sender.replicas(true);
    write("INSERT INTO u.old VALUES (3, 'c')");
    awaitRecords("1 a", "2 b", "3 c");
  }

  private void statusIs(String status, @Nullable String error) {
    if (catalogIsAway) {
      refused.incrementAndGet();
      throw SqlException.of("08003", "This connection has been closed.");
    }
    statuses.put(sink, status);
  }

  private void start() throws SQLException {
    sender = sender();
    capture =
        new Capture(
            sink,
            source(0),
            order,
            postgres::connect,
            sender::earlier,
            sender::send,
            sender::unreadable,
            step -> {});
    sender.replicas(true);
    capture.now();
  }

  private Sender sender() {
    return new Sender(
        sink,
        facts(0),
        PROGRESS,
        kafka::address,
        batch -> store.run(c -> SinkStore.staged(c, sink, batch)),
        timestamp -> store.run(c -> SinkStore.sent(c, sink, timestamp)),
        this::statusIs,
        step -> {});
  }

  private String cutOver() throws SQLException {
    return order.commit(timestamp -> capture.cutOver(timestamp, source(1), () -> "done"));
  }

  private Capture.Source source(int version) {
    ItemFacts.Sink facts = facts(version);
    Item relation =
        new Item(
            facts.from(),
            1,
            new SchemaId("u1"),
            null,
            "m",
            ObjectType.TABLE,
            new RoleId("u1"),
            Acl.NONE,
            List.of(
                new Column("id", SqlType.INT4, false, null),
                new Column("v", SqlType.TEXT, true, null)),
            null,
            Set.of(),
            null,
            new ItemFacts.None(),
            version == 0 ? "u.old" : "u.new");
    return new Capture.Source(
        version,
        relation,
        new Envelope(facts, relation, List.of()),
        true,
        () -> {
          throw new AssertionError("the data is no error");
        });
  }

  private ItemFacts.Sink facts(int version) {
    return new ItemFacts.Sink(
        new ItemId("u" + (10 + version)),
        new ItemId("u2"),
        "topic-" + sink,
        List.of("id"),
        true,
        "upsert",
        "json",
        "json",
        version,
        ItemFacts.SinkSettings.DEFAULT);
  }

  /** Writes as a session does: the commit, and then everybody is told. */
  private void write(String sql) throws SQLException {
    order.commit(
        timestamp -> {
          execute(sql);
          capture.committed(timestamp);
          return timestamp;
        });
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute(sql);
    }
  }

  private String status() {
    return statuses.getOrDefault(sink, "");
  }

  private int outbox() throws SQLException {
    String sql = "SELECT count(*) FROM mz_sinks.outbox WHERE sink = '" + sink + "'";
    try (Statement statement = writer.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void awaitRecords(String... expected) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(records()).containsExactly(expected));
  }

  private List<String> records() {
    return read().stream()
        .map(
            each ->
                each.key().replaceAll("\\D", "")
                    + " "
                    + (each.value() == null
                        ? "-"
                        : each.value().replaceAll(".*\"v\":\"(.*)\"}", "$1")))
        .toList();
  }

  private List<Long> times() {
    return read().stream()
        .map(each -> each.headers().lastHeader("materialize-timestamp").value())
        .map(time -> Long.valueOf(new String(time, StandardCharsets.US_ASCII)))
        .toList();
  }

  private List<ConsumerRecord<String, String>> read() {
    return TopicRecords.read(kafka.address(), "topic-" + sink);
  }
}
