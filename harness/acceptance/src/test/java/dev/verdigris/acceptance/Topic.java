package dev.verdigris.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A consumer of a sink's topic: reads from the beginning, committed records only. */
public final class Topic implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String name;
  private final List<Change> changes = new ArrayList<>();

  /**
   * A record: the key's JSON and the value's, null for a tombstone, and the time that Materialize
   * gave it.
   */
  public record Change(String key, @Nullable String value, String time) {
    public String text() {
      return key + " " + value;
    }

    public JsonObject json() {
      return JsonParser.parseString(value == null ? "{}" : value).getAsJsonObject();
    }
  }

  public Topic(String broker, String name) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("allow.auto.create.topics", "false");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.name = name;
  }

  /** Everything that has been read so far, after one more look. */
  public List<Change> poll() {
    if (consumer.assignment().isEmpty() && !assign()) {
      return List.of();
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
      byte[] value = record.value();
      changes.add(
          new Change(
              new String(record.key(), UTF_8),
              value == null ? null : new String(value, UTF_8),
              new String(record.headers().lastHeader("materialize-timestamp").value(), UTF_8)));
    }
    return List.copyOf(changes);
  }

  /** Whether the topic is there by now. */
  private boolean assign() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(name).stream()
            .map(info -> new TopicPartition(name, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return !partitions.isEmpty();
  }

  /** The records as texts, key and value, in order. */
  public List<String> texts() {
    return poll().stream().map(Change::text).toList();
  }

  /** What a compacted topic would hold: the last value of each key, tombstones left out. */
  public Map<String, String> compacted() {
    Map<String, String> last = new TreeMap<>();
    for (Change change : poll()) {
      if (change.value() == null) {
        last.remove(change.key());
      } else {
        last.put(change.key(), change.value());
      }
    }
    return last;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
