package dev.verdigris.benchmarks;

import dev.verdigris.engine.LocalEngine;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records a second from an INSERT to what a consumer of committed records has read: through a sink,
 * and by a plain producer that sends the same records to the same broker in one transaction.
 */
final class SinkThroughput implements Benchmark {
  private static final int RECORDS = 50_000;
  private static final int ROUNDS = 5;
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "sink-throughput";
  }

  @Override
  public void run(PrintStream out) throws Exception {
    try (LocalEngine engine = LocalEngine.builder().start();
        Connection connection = DriverManager.getConnection(engine.url());
        Statement statement = connection.createStatement();
        KafkaProducer<String, String> producer = producer(engine.kafkaAddress())) {
      createTopic(engine.kafkaAddress());
      producer.initTransactions();
      statement.execute("CREATE TABLE t (k int, v text)");
      statement.execute(
          "CREATE CONNECTION kafka TO KAFKA (BROKER '%s', SECURITY PROTOCOL PLAINTEXT)"
              .formatted(engine.kafkaAddress()));
      statement.execute(
          "CREATE SINK s FROM t INTO KAFKA CONNECTION kafka (TOPIC 'sink')"
              + " KEY (k) NOT ENFORCED FORMAT JSON ENVELOPE UPSERT");
      List<Double> plain = new ArrayList<>();
      List<Double> sink = new ArrayList<>();
      try (KafkaConsumer<String, String> ofSink = consumer(engine.kafkaAddress(), "sink");
          KafkaConsumer<String, String> ofPlain = consumer(engine.kafkaAddress(), "plain")) {
        for (int round = 0; round < ROUNDS; round++) {
          int from = round * RECORDS;
          plain.add(seconds(() -> send(producer, from), ofPlain));
          sink.add(seconds(() -> insert(statement, from), ofSink));
        }
      }
      out.printf(
          "records a second, %,d at once, %d rounds in turns; median (least–most)%n%n",
          RECORDS, ROUNDS);
      out.println("| a producer | a sink |");
      out.println("|---|---|");
      out.printf("| %s | %s |%n", rate(plain), rate(sink));
    }
  }

  private static String rate(List<Double> seconds) {
    Spread spread = Spread.of(seconds.stream().map(each -> RECORDS / each).toList());
    return String.format(
        Locale.ROOT, "%,.0f (%,.0f–%,.0f)", spread.median(), spread.least(), spread.most());
  }

  private static void insert(Statement statement, int from) throws SQLException {
    statement.execute(
        "INSERT INTO t SELECT i, 'value ' || i FROM generate_series(%d, %d) AS s(i)"
            .formatted(from, from + RECORDS - 1));
  }

  private static void send(KafkaProducer<String, String> producer, int from) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    producer.beginTransaction();
    for (int i = from; i < from + RECORDS; i++) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  "plain",
                  "{\"k\":%d}".formatted(i),
                  "{\"k\":%d,\"v\":\"value %d\"}".formatted(i, i))));
    }
    producer.commitTransaction();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  private static double seconds(Work work, KafkaConsumer<String, String> consumer)
      throws Exception {
    long start = System.nanoTime();
    work.run();
    int seen = 0;
    while (seen < RECORDS) {
      seen += consumer.poll(POLL).count();
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("only " + seen + " records came");
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void createTopic(String broker) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker))) {
      admin.createTopics(List.of(new NewTopic("plain", 1, (short) 1))).all().get();
    }
  }

  private static KafkaProducer<String, String> producer(String broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker, "transactional.id", "plain"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(String broker, String topic) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    return consumer;
  }

  private interface Work {
    void run() throws Exception;
  }
}
