package dev.verdigris.engine.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics and compares them with what a step expects. */
final class Topics {

  /** How long nothing more must come before a topic counts as read. */
  static final int QUIET_SECONDS = 2;

  private static final Duration QUIET = Duration.ofSeconds(QUIET_SECONDS);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Supplier<String> broker;

  Topics(Supplier<String> broker) {
    this.broker = broker;
  }

  /**
   * Reads a topic from its beginning until enough records came and nothing more for two seconds.
   *
   * @param patience how long to wait for what is missing
   */
  AnswerComparison.Found compare(Step step, Placeholders bound, Duration patience)
      throws InterruptedException {
    JsonObject expect = step.json().getAsJsonObject("expect");
    JsonArray wanted = expect.getAsJsonArray("records");
    int skip = step.number("skip_records", 0);
    boolean lastOnly = step.flag("last_records_matter_only");
    Instant end = Instant.in(patience);
    Optional<String> topic = find(step.text("kafka_topic"), bound);
    while (topic.isEmpty() && !end.isOver()) {
      topic = find(step.text("kafka_topic"), bound);
    }
    if (topic.isEmpty()) {
      return new AnswerComparison.Found("there is no such topic", bound);
    }
    List<List<@Nullable String>> got = new ArrayList<>();
    int partitions;
    try (KafkaConsumer<String, String> consumer = consumer()) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic.get());
      partitions = infos.size();
      List<TopicPartition> assigned =
          infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(assigned);
      consumer.seekToBeginning(assigned);
      Instant quiet = Instant.in(QUIET);
      while (enough(got, wanted.size(), skip, lastOnly) ? !quiet.isOver() : !end.isOver()) {
        for (ConsumerRecord<String, String> read : consumer.poll(POLL)) {
          got.add(texts(read));
          quiet = Instant.in(QUIET);
        }
        if (!lastOnly && got.size() > wanted.size() + skip) {
          break;
        }
      }
    }
    Placeholders named = bound.match(step.text("kafka_topic"), topic.get()).orElse(bound);
    Optional<Placeholders> sized =
        named.match(expect.get("partitions").getAsString(), String.valueOf(partitions));
    if (sized.isEmpty()) {
      return new AnswerComparison.Found(
          expect.get("partitions") + " partitions expected, got " + partitions, bound);
    }
    return records(step, wanted, reduce(got, skip, lastOnly), sized.get(), bound);
  }

  /** Compares settings of a topic, those that the step names. */
  AnswerComparison.Found compareConfig(Step step, Placeholders bound) throws InterruptedException {
    Optional<String> topic = find(step.text("kafka_topic_config"), bound);
    if (topic.isEmpty()) {
      return new AnswerComparison.Found("there is no such topic", bound);
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.get());
    try (Admin admin = admin()) {
      Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      for (Map.Entry<String, JsonElement> entry :
          step.json().getAsJsonObject("expect").entrySet()) {
        var set = config == null ? null : config.get(entry.getKey());
        String value = set == null ? null : set.value();
        if (!entry.getValue().getAsString().equals(value)) {
          return new AnswerComparison.Found(
              entry.getKey() + " expected " + entry.getValue() + ", got " + value, bound);
        }
      }
      return new AnswerComparison.Found(null, bound);
    } catch (ExecutionException e) {
      return new AnswerComparison.Found("the settings cannot be read: " + e.getCause(), bound);
    }
  }

  private static AnswerComparison.Found records(
      Step step,
      JsonArray wanted,
      List<List<@Nullable String>> got,
      Placeholders bound,
      Placeholders before) {
    List<List<@Nullable String>> expected = new ArrayList<>();
    wanted.forEach(each -> expected.add(texts(each.getAsJsonObject())));
    Optional<Placeholders> matched;
    if (step.flag("unordered") || step.flag("last_records_matter_only")) {
      matched = Matching.unordered(expected, got, bound);
    } else if (expected.size() == got.size()) {
      matched = Optional.of(bound);
      for (int i = 0; i < expected.size() && matched.isPresent(); i++) {
        matched = Matching.ordered(expected.get(i), got.get(i), matched.get());
      }
    } else {
      matched = Optional.empty();
    }
    return matched
        .map(now -> new AnswerComparison.Found(null, now))
        .orElseGet(
            () ->
                new AnswerComparison.Found(
                    "records expected " + expected + ", got " + got, before));
  }

  private static boolean enough(
      List<List<@Nullable String>> got, int wanted, int skip, boolean lastOnly) {
    return reduce(got, skip, lastOnly).size() >= wanted && got.size() >= skip;
  }

  private static List<List<@Nullable String>> reduce(
      List<List<@Nullable String>> got, int skip, boolean lastOnly) {
    List<List<@Nullable String>> rest = got.subList(Math.min(skip, got.size()), got.size());
    if (!lastOnly) {
      return List.copyOf(rest);
    }
    Map<String, List<@Nullable String>> last = new LinkedHashMap<>();
    rest.forEach(read -> last.put(String.valueOf(read.get(0)), read));
    return List.copyOf(last.values());
  }

  private static List<@Nullable String> texts(ConsumerRecord<String, String> read) {
    List<@Nullable String> texts = new ArrayList<>();
    texts.add(read.key());
    texts.add(read.value());
    read.headers()
        .forEach(
            header -> {
              texts.add(header.key());
              texts.add(new String(header.value(), StandardCharsets.UTF_8));
            });
    return texts;
  }

  private static List<@Nullable String> texts(JsonObject expected) {
    List<@Nullable String> texts = new ArrayList<>();
    texts.add(expected.get("key").isJsonNull() ? null : expected.get("key").getAsString());
    texts.add(expected.get("value").isJsonNull() ? null : expected.get("value").getAsString());
    JsonElement headers = expected.get("headers");
    if (headers != null) {
      for (JsonElement header : headers.getAsJsonArray()) {
        header.getAsJsonArray().forEach(part -> texts.add(part.getAsString()));
      }
    }
    return texts;
  }

  private Optional<String> find(String name, Placeholders bound) throws InterruptedException {
    try (Admin admin = admin()) {
      return admin.listTopics().names().get().stream()
          .filter(topic -> bound.match(name, topic).isPresent())
          .findFirst();
    } catch (ExecutionException e) {
      return Optional.empty();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.get()));
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.get(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new StringDeserializer(),
        new StringDeserializer());
  }

  /** A moment of the monotonic clock. */
  private record Instant(long nanos) {
    static Instant in(Duration duration) {
      return new Instant(System.nanoTime() + duration.toNanos());
    }

    boolean isOver() {
      return System.nanoTime() - nanos >= 0;
    }
  }
}
