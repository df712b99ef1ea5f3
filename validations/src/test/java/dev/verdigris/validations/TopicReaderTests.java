package dev.verdigris.validations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads a topic while its producer is at work. */
class TopicReaderTests {
  private final String topic = "reader-" + UUID.randomUUID();
  private KafkaProducer<String, String> producer;

  @BeforeEach
  void produce() throws Exception {
    String broker = SharedServer.kafka();
    assumeFalse(broker.isEmpty(), "there is no broker");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker, "transactional.id", topic),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    send("first");
    producer.commitTransaction();
    producer.beginTransaction();
    send("second");
  }

  @AfterEach
  void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }

  /** Its producer counts it as sent before readers of what is committed see it. */
  @Test
  void a_transaction_that_is_under_way_is_waited_for() throws Exception {
    CompletableFuture<List<String>> read =
        CompletableFuture.supplyAsync(() -> read(Duration.ofSeconds(30)));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> read.get(500, TimeUnit.MILLISECONDS));

    producer.commitTransaction();

    assertThat(read.get(30, TimeUnit.SECONDS)).containsExactly("first", "second");
  }

  @Test
  void what_is_taken_back_is_not_read() {
    producer.abortTransaction();

    assertThat(read(Duration.ofSeconds(30))).containsExactly("first");
  }

  @Test
  void a_transaction_that_does_not_end_leaves_the_topic_unread() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> read(Duration.ofSeconds(1)))
        .havingCause()
        .isInstanceOf(TopicReader.NotReadable.class)
        .withMessage("the topic was not read to its end within 1 s");
  }

  private void send(String value) throws Exception {
    producer.send(new ProducerRecord<>(topic, "key", value)).get();
  }

  private List<String> read(Duration deadline) {
    try {
      return TopicReader.read(
              List.of(URI.create("kafka://" + SharedServer.kafka())), topic, deadline)
          .records()
          .stream()
          .map(record -> String.valueOf(record.value()))
          .toList();
    } catch (TopicReader.NotReadable e) {
      throw new IllegalStateException(e);
    }
  }
}
