package dev.verdigris.engine.sink;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.api.ThrowingConsumer;

/** What a consumer that reads only what is committed sees of topics. */
public final class TopicRecords {

  private TopicRecords() {}

  /** All records of a topic from its beginning, partition by partition; none if there is none. */
  public static List<ConsumerRecord<String, String>> read(String broker, String topic) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      if (!consumer.listTopics().containsKey(topic)) {
        return records;
      }
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** The records as {@code key=value}, a tombstone's value being {@code null}. */
  public static List<String> texts(String broker, String topic) {
    return read(broker, topic).stream().map(each -> each.key() + "=" + each.value()).toList();
  }

  /** Waits until the topic's texts satisfy an assertion. */
  public static void awaitTexts(
      String broker, String topic, ThrowingConsumer<List<String>> assertion) {
    await()
        .dontCatchUncaughtExceptions() // A test may kill threads on purpose.
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertion.accept(texts(broker, topic)));
  }
}
