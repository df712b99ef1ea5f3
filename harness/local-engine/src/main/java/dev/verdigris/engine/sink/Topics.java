package dev.verdigris.engine.sink;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.verdigris.engine.catalog.ItemFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topic of a sink and the one in which its connection's sinks write how far they are. */
final class Topics {

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String PROGRESS_SEGMENT_BYTES = "134217728";

  private Topics() {}

  /** Makes both topics where they are absent, as Materialize does (recorded in sinks.jsonl). */
  static void create(String broker, ItemFacts.Sink sink, String progressTopic)
      throws InterruptedException {
    ItemFacts.SinkSettings settings = sink.settings();
    Integer replicas = settings.replicationFactor();
    try (Admin admin = admin(broker)) {
      create(
          admin,
          new NewTopic(
                  sink.topic(),
                  Optional.ofNullable(settings.partitions()),
                  replicas == null ? Optional.empty() : Optional.of(replicas.shortValue()))
              .configs(settings.topicConfig()));
      create(
          admin,
          new NewTopic(progressTopic, Optional.of(1), Optional.empty())
              .configs(
                  Map.of(
                      TopicConfig.CLEANUP_POLICY_CONFIG,
                      TopicConfig.CLEANUP_POLICY_COMPACT,
                      TopicConfig.SEGMENT_BYTES_CONFIG,
                      PROGRESS_SEGMENT_BYTES)));
    }
  }

  /**
   * The frontier that a sink wrote last: everything before it is in the topic; 0 if none.
   *
   * <p>All sinks of a connection write to one progress topic, and what is committed there behind a
   * transaction that is open, be it another sink's, nobody sees who reads only what is committed.
   * So it is read up to its very end, and whoever is still open is waited for.
   *
   * @throws KafkaException if it cannot be read, or a transaction in it stays open
   */
  static long frontier(String broker, String progressTopic, String progressKey)
      throws InterruptedException {
    long frontier = 0;
    TopicPartition partition = new TopicPartition(progressTopic, 0);
    long end = end(broker, partition);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "default.api.timeout.ms",
                TIMEOUT_MILLIS),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + Duration.ofMillis(2L * TIMEOUT_MILLIS).toNanos();
      while (consumer.position(partition) < end) {
        if (System.nanoTime() - deadline >= 0) {
          throw new KafkaException(
              "the progress topic "
                  + progressTopic
                  + " cannot be read beyond offset "
                  + consumer.position(partition)
                  + " of "
                  + end
                  + ": is a transaction open there?");
        }
        for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(100))) {
          if (progressKey.equals(read.key()) && read.value() != null) {
            frontier = Math.max(frontier, frontier(read.value()));
          }
        }
      }
    }
    return frontier;
  }

  /** Where the next record goes, whatever becomes of the transactions that are open before it. */
  private static long end(String broker, TopicPartition partition) throws InterruptedException {
    try (Admin admin = admin(broker)) {
      return admin
          .listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new KafkaException("the end of " + partition + " cannot be read", e.getCause());
    }
  }

  private static Admin admin(String broker) {
    return Admin.create(
        Map.of(
            "bootstrap.servers", broker,
            "request.timeout.ms", TIMEOUT_MILLIS,
            "default.api.timeout.ms", TIMEOUT_MILLIS));
  }

  /** The progress record's value. */
  static String progress(long frontier, int version) {
    return "{\"frontier\":[" + frontier + "],\"version\":" + version + "}";
  }

  private static long frontier(String progress) {
    return new Gson()
        .fromJson(progress, JsonObject.class)
        .getAsJsonArray("frontier")
        .get(0)
        .getAsLong();
  }

  private static void create(Admin admin, NewTopic topic) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("topic " + topic.name() + " cannot be made", e.getCause());
      }
    }
  }
}
