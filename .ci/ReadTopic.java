import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints every committed record of a topic, key and value, one a line: BROKER TOPIC. */
class ReadTopic {
  public static void main(String[] args) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(args[1]).stream()
              .map(partition -> new TopicPartition(args[1], partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer
            .poll(Duration.ofMillis(500))
            .forEach(record -> System.out.println(record.key() + " " + record.value()));
      }
    }
  }
}
