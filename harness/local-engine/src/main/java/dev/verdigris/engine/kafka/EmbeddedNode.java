package dev.verdigris.engine.kafka;

import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A controller and a broker of Kafka as {@link KafkaRaftServer} puts them together, but that the
 * broker has a {@link PatientMetadataCache}.
 */
final class EmbeddedNode {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedNode.class);

  private final ControllerServer controller;
  private final BrokerServer broker;

  /** A broker with other metadata; Kafka makes its own only when it starts. */
  private static final class Broker extends BrokerServer {
    Broker(SharedServer shared) {
      super(shared);
    }

    /** The setter of Kafka's variable, called once while it starts. */
    @Override
    public void metadataCache_$eq(KRaftMetadataCache kafkas) {
      super.metadataCache_$eq(
          new PatientMetadataCache(config().nodeId(), () -> raftManager().client().kraftVersion()));
    }
  }

  EmbeddedNode(KafkaConfig config) {
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directory =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    QuorumConfig quorum = config.quorumConfig();
    SharedServer shared =
        new SharedServer(
            config,
            directory._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, directory._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    this.broker = new Broker(shared);
    this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directory._2());
  }

  void startup() {
    controller.startup();
    broker.startup();
  }

  void shutdown() {
    broker.shutdown();
    controller.shutdown();
  }

  void awaitShutdown() {
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /** What the broker knows of its topics, once it has started. */
  KRaftMetadataCache metadata() {
    return broker.metadataCache();
  }
}
