package dev.verdigris.engine.kafka;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;

/**
 * Tells a partition that has no leader at present from one that does not exist. Kafka's cache does
 * not, against its own description (KAFKA-20734), and the coordinator of transactions takes what
 * does not exist for deleted: a transaction of which the commit is decided is then complete for it,
 * although its records got no marker, so that its producer goes on and nobody sees what it wrote
 * last.
 *
 * <p>No partition of a node that was killed has a leader between its former session, which lasts
 * some seconds into the next process, and its new one.
 */
final class PatientMetadataCache extends KRaftMetadataCache {

  PatientMetadataCache(int node, Supplier<KRaftVersion> version) {
    super(node, version);
  }

  /** The leader of a partition; no node where it has none now, empty where there is no such one. */
  @Override
  public Optional<Node> getPartitionLeaderEndpoint(
      String topic, int partition, ListenerName listener) {
    Optional<Node> leader = super.getPartitionLeaderEndpoint(topic, partition, listener);
    return leader.isEmpty() && contains(new TopicPartition(topic, partition))
        ? Optional.of(Node.noNode())
        : leader;
  }
}
