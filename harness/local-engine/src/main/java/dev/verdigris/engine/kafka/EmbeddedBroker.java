package dev.verdigris.engine.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node that is broker and controller, in this process.
 *
 * <p>It is small: few threads, small buffers, internal topics of one partition. It is not durable
 * against a crash of the machine, only against one of the process.
 */
final class EmbeddedBroker {
  private static final int ATTEMPTS = 5;

  private final EmbeddedNode node;
  private final BrokerPorts ports;

  private EmbeddedBroker(EmbeddedNode node, BrokerPorts ports) {
    this.node = node;
    this.ports = ports;
  }

  static EmbeddedBroker start(Path directory) {
    return start(directory, BrokerPorts::claim);
  }

  /**
   * Between the claim of a port and Kafka's binding it another process can take it, for a
   * connection of its own even: then others are claimed.
   */
  static EmbeddedBroker start(Path directory, Function<Path, BrokerPorts> claim) {
    keepProcessAlive();
    int attempt = 1;
    while (true) {
      try {
        return start(directory, claim.apply(directory));
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS || !isForWantOfAPort(e)) {
          throw e;
        }
        attempt++;
      }
    }
  }

  private static EmbeddedBroker start(Path directory, BrokerPorts ports) {
    Map<String, String> settings = settings(directory, ports);
    format(directory, settings);
    EmbeddedNode node = new EmbeddedNode(new KafkaConfig(settings));
    try {
      node.startup();
    } catch (RuntimeException | Error e) {
      node.shutdown();
      throw new IllegalStateException(
          "the engine's Kafka broker did not start on " + ports.address() + " in " + directory, e);
    }
    return new EmbeddedBroker(node, ports);
  }

  private static boolean isForWantOfAPort(Throwable failure) {
    return Stream.<@Nullable Throwable>iterate(
            failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
        .anyMatch(BindException.class::isInstance);
  }

  String address() {
    return ports.address();
  }

  /** What it knows of its topics. */
  KRaftMetadataCache metadata() {
    return node.metadata();
  }

  void close() {
    node.shutdown();
    node.awaitShutdown();
  }

  /**
   * Kafka ends the whole process when it meets a fault, such as a log directory that was deleted.
   * In a process that is not Kafka's own, only the failing thread may end.
   */
  private static void keepProcessAlive() {
    Exit.Procedure refuse =
        (status, message) -> {
          throw new IllegalStateException(
              "the engine's Kafka broker wanted to end the process: " + message);
        };
    Exit.setExitProcedure(refuse);
    Exit.setHaltProcedure(refuse);
  }

  private static void format(Path directory, Map<String, String> settings) {
    try {
      if (Files.exists(logs(directory).resolve("meta.properties"))) {
        return;
      }
      StringBuilder text = new StringBuilder();
      settings.forEach(
          (name, value) ->
              text.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
      Path file = directory.resolve("server.properties");
      Files.writeString(file, text);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      int status =
          StorageTool.execute(
              new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
              new PrintStream(output, true, StandardCharsets.UTF_8));
      if (status != 0) {
        throw new IllegalStateException(
            "the engine's Kafka broker could not prepare "
                + directory
                + ": "
                + output.toString(StandardCharsets.UTF_8).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path logs(Path directory) {
    return directory.resolve("logs");
  }

  private static Map<String, String> settings(Path directory, BrokerPorts ports) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + ports.controllerAddress());
    settings.put(
        "listeners",
        "PLAINTEXT://" + ports.address() + ",CONTROLLER://" + ports.controllerAddress());
    settings.put("advertised.listeners", "PLAINTEXT://" + ports.address());
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", logs(directory).toString());
    // A name that is only read must not come into being.
    settings.put("auto.create.topics.enable", "false");
    settings.put("log.retention.ms", "-1");
    settings.put("log.index.size.max.bytes", "1048576");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("log.cleaner.io.buffer.size", "131072");
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("num.network.threads", "1");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("num.recovery.threads.per.data.dir", "1");
    // A node that was killed is registered again only after its former session has run out.
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("broker.session.timeout.ms", "3000");
    return settings;
  }
}
