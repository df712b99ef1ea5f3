package dev.verdigris.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the server reports at one time about objects, replicas, sources and sinks. What it does not
 * report is absent: that is "not known yet" and never "in order".
 *
 * @param at the time in milliseconds since 1970, as {@code mz_now()} tells it
 * @param hydrated whether an object is hydrated, by its id and then by the replica's id; an empty
 *     replica's id: no replica reported it
 * @param lags how far an object's content is behind what it reads, in seconds, by its id; only
 *     whole seconds are reported (recorded: {@code hydration.jsonl}, group objects)
 * @param frontiers the time up to which an object is complete, by its id; empty for what never
 *     changes again
 * @param replicas what a replica's processes are now, by the replica's id
 * @param offline when replicas went offline within the last day, the last first
 * @param connectors what sources and sinks are now, by their id
 */
public record Health(
    String at,
    Map<String, SortedMap<String, Boolean>> hydrated,
    Map<String, BigDecimal> lags,
    Map<String, Optional<BigDecimal>> frontiers,
    Map<String, List<ReplicaProcess>> replicas,
    List<Offline> offline,
    Map<String, Connector> connectors) {

  /** Makes the collections immutable. */
  public Health {
    hydrated = Map.copyOf(hydrated);
    lags = Map.copyOf(lags);
    frontiers = Map.copyOf(frontiers);
    replicas = Map.copyOf(replicas);
    offline = List.copyOf(offline);
    connectors = Map.copyOf(connectors);
  }

  /**
   * A process of a replica.
   *
   * @param number its number within the replica
   * @param status {@code online} or {@code offline}
   * @param reason why it is offline, {@code oom-killed}; empty where nothing is told
   */
  public record ReplicaProcess(String number, String status, String reason) {}

  /**
   * A replica's process went offline.
   *
   * @param replicaId the replica
   * @param reason {@code oom-killed}; empty where nothing is told
   * @param at when, as the server writes it
   */
  public record Offline(String replicaId, String reason, String at) {}

  /**
   * A source, a table that a source feeds, or a sink.
   *
   * @param status {@code running}, {@code starting}, {@code paused}, {@code stalled}, …
   * @param error why it is not running; empty where nothing is told
   */
  public record Connector(String status, String error) {}

  /** Ids of what a health is asked about. */
  public record Question(Set<String> objects, Set<String> replicas, Set<String> connectors) {
    /** Makes the sets immutable. */
    public Question {
      objects = Set.copyOf(objects);
      replicas = Set.copyOf(replicas);
      connectors = Set.copyOf(connectors);
    }
  }
}
