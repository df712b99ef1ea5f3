package dev.verdigris.validations;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning to its end, committed records only. A transaction that its
 * producer has committed becomes visible a little later, when the broker has written its markers;
 * so the end is that of all records, committed or not, and is reached when all that came before it
 * are decided.
 */
final class TopicReader {
  private static final String TIMESTAMP = "materialize-timestamp";
  private static final Duration POLL = Duration.ofMillis(100);

  private TopicReader() {}

  /**
   * What a topic holds.
   *
   * @param records all records whose commit was asked for by now, in the order of each partition
   * @param truncated whether it has dropped its oldest records, as a topic with a retention does
   */
  record Content(List<TopicRecord> records, boolean truncated) {}

  /** A topic that could not be read, with the reason. */
  static final class NotReadable extends Exception {
    private static final long serialVersionUID = 1L;

    NotReadable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  /** Whether the Kafka client that this needs is on the class path; it is an optional one. */
  static boolean isPossible() {
    try {
      Class.forName("org.apache.kafka.clients.consumer.KafkaConsumer");
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  /**
   * Reads it.
   *
   * @return nothing where there is no such topic
   * @throws NotReadable when no broker answers in time, or refuses
   */
  static Content read(Collection<URI> brokers, String topic, Duration deadline) throws NotReadable {
    String addresses =
        brokers.stream()
            .map(broker -> broker.getHost() + ":" + broker.getPort())
            .collect(Collectors.joining(","));
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(addresses, "read_committed", deadline)) {
      List<PartitionInfo> known = consumer.partitionsFor(topic, deadline);
      List<TopicPartition> partitions =
          known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      boolean truncated =
          consumer.beginningOffsets(partitions, deadline).values().stream()
              .anyMatch(offset -> offset > 0);
      return new Content(
          read(consumer, ends(addresses, partitions, deadline), deadline), truncated);
    } catch (KafkaException e) {
      throw new NotReadable(
          "the brokers " + addresses + " do not let topic " + topic + " be read: " + e.getMessage(),
          e);
    }
  }

  /** Where the topic ends, with what is not committed yet. */
  private static Map<TopicPartition, Long> ends(
      String addresses, List<TopicPartition> partitions, Duration deadline) {
    try (KafkaConsumer<byte[], byte[]> all = consumer(addresses, "read_uncommitted", deadline)) {
      return all.endOffsets(partitions, deadline);
    }
  }

  private static List<TopicRecord> read(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Duration deadline)
      throws NotReadable {
    List<TopicRecord> records = new ArrayList<>();
    long until = System.nanoTime() + deadline.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() - until > 0) {
        throw new NotReadable(
            "the topic was not read to its end within " + Timing.words(deadline),
            new java.util.concurrent.TimeoutException());
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        records.add(record(record));
      }
    }
    return records;
  }

  private static TopicRecord record(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    byte[] value = record.value();
    Header header = record.headers().lastHeader(TIMESTAMP);
    return new TopicRecord(
        key == null ? "" : new String(key, StandardCharsets.UTF_8),
        value == null ? null : new String(value, StandardCharsets.UTF_8),
        header == null ? 0 : Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      String addresses, String isolation, Duration deadline) {
    Properties properties = new Properties();
    String millis = String.valueOf(deadline.toMillis());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, addresses);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
