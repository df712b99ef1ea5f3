package dev.verdigris.engine.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.verdigris.engine.sink.TopicRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.metadata.PartitionChangeRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedKafkaTests {

  @TempDir Path directory;

  @Test
  void aRestartOnTheSameDirectoryKeepsPortsAndTopics() throws Exception {
    String first;
    try (KafkaService kafka = KafkaService.embedded(directory)) {
      first = kafka.address();
      assertThat(kafka.address()).isEqualTo(first);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", first))) {
        admin.createTopics(List.of(new NewTopic("delays", 1, (short) 1))).all().get();
      }
    }
    try (KafkaService kafka = KafkaService.embedded(directory)) {
      assertThat(kafka.address()).isEqualTo(first);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", first))) {
        assertThat(admin.listTopics().names().get()).contains("delays");
      }
    }
  }

  @Test
  void anAddressThatTheBrokerOnceHadIsResolvedToItsNewOne() throws Exception {
    String first;
    try (KafkaService kafka = KafkaService.embedded(directory)) {
      first = kafka.address();
    }
    int port = Integer.parseInt(first.substring(first.lastIndexOf(':') + 1));
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        KafkaService kafka = KafkaService.embedded(directory)) {
      assertThat(taken.isBound()).isTrue();
      assertThat(kafka.address()).isNotEqualTo(first);
      assertThat(kafka.resolve(first)).isEqualTo(kafka.address());
      assertThat(kafka.resolve("broker.example:9092")).isEqualTo("broker.example:9092");
    }
  }

  /** The port was free when it was claimed, and is not when Kafka binds it. */
  @Test
  void aPortThatSomebodyTakesInBetweenIsReplaced() throws Exception {
    List<ServerSocket> takers = new ArrayList<>();
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            directory,
            where -> {
              BrokerPorts ports = BrokerPorts.claim(where);
              if (takers.isEmpty()) {
                takers.add(listenOn(ports.address()));
              }
              return ports;
            });
    try (ServerSocket taken = takers.get(0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      assertThat(broker.address()).doesNotEndWith(":" + taken.getLocalPort());
      assertThat(admin.listTopics().names().get()).isEmpty();
    } finally {
      broker.close();
    }
  }

  /** As when its node was killed, and its former session runs out while it starts again. */
  @Test
  void aTransactionIsCommittedAlsoInAPartitionThatHasNoLeaderForAMoment() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(directory);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address(), "transactional.id", "departures"),
                new StringSerializer(),
                new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("delays", 1, (short) 1))).all().get();
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("delays", "S3", "late")).get();
      loseLeader(broker.metadata(), "delays");
      producer.commitTransaction();

      // Kafka publishes its metadata again within half a second. Nobody may ask it before: a client
      // keeps what has the higher epoch, and that is what was made up here.
      await()
          .until(() -> broker.metadata().getLeaderAndIsr("delays", 0).orElseThrow().leader() == 1);
      TopicRecords.awaitTexts(
          broker.address(), "delays", texts -> assertThat(texts).containsExactly("S3=late"));
    } finally {
      broker.close();
    }
  }

  private static void loseLeader(KRaftMetadataCache metadata, String topic) {
    MetadataDelta delta = new MetadataDelta.Builder().setImage(metadata.currentImage()).build();
    delta.replay(
        new PartitionChangeRecord()
            .setTopicId(metadata.getTopicId(topic))
            .setPartitionId(0)
            .setLeader(-1));
    metadata.setImage(delta.apply(metadata.currentImage().provenance()));
  }

  private static ServerSocket listenOn(String address) {
    try {
      return new ServerSocket(
          Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
          1,
          InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nothingIsStartedBeforeItIsAskedFor() {
    try (KafkaService kafka = KafkaService.embedded(directory.resolve("kafka"))) {
      assertThat(kafka.resolve("127.0.0.1:9092")).isEqualTo("127.0.0.1:9092");
    }
    assertThat(directory.resolve("kafka")).doesNotExist();
  }

  @Test
  void aProbeSaysWhatMaterializeSays() {
    try (KafkaService kafka = KafkaService.embedded(directory)) {
      assertThat(kafka.probe(kafka.address(), false)).isEmpty();
      assertThat(kafka.probe(kafka.address(), true))
          .contains("Broker does not support SSL connections");
      assertThat(kafka.probe("127.0.0.1:1", false)).contains("Broker transport failure");
    }
  }
}
