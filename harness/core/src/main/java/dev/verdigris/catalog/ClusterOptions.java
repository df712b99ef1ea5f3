package dev.verdigris.catalog;

import java.util.List;

/**
 * How a cluster is made.
 *
 * @param managed whether the server makes its replicas from size and replication factor
 * @param size the size of a managed cluster; empty for an unmanaged one
 * @param replicationFactor the number of replicas of a managed cluster, 0 or more
 * @param availabilityZones zones of a managed cluster; mostly empty
 * @param introspectionDebugging whether the replicas introspect themselves in detail
 * @param introspectionInterval as an interval's text, {@code 00:00:01}; empty where it is off
 * @param schedule {@code manual} or {@code on-refresh}
 */
public record ClusterOptions(
    boolean managed,
    String size,
    int replicationFactor,
    List<String> availabilityZones,
    boolean introspectionDebugging,
    String introspectionInterval,
    String schedule) {

  /** What a cluster has unless it is said otherwise. */
  public static final String DEFAULT_INTERVAL = "00:00:01";

  /** Makes the list of zones immutable. */
  public ClusterOptions {
    availabilityZones = List.copyOf(availabilityZones);
  }

  /** A managed cluster with defaults. */
  public static ClusterOptions managed(String size, int replicationFactor) {
    return new ClusterOptions(
        true, size, replicationFactor, List.of(), false, DEFAULT_INTERVAL, "manual");
  }

  /** An unmanaged cluster; its replicas are made one by one. */
  public static ClusterOptions unmanaged() {
    return new ClusterOptions(false, "", 0, List.of(), false, DEFAULT_INTERVAL, "manual");
  }
}
