package dev.verdigris.cutover;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was decided about sinks, by name: {@code sinks.delays}, or {@code other.sinks.delays} in
 * another database than the deployment's.
 *
 * @param bySink the decisions
 */
public record SinkDecisions(Map<String, SinkDecision> bySink) {

  /** Nothing was decided. */
  public static final SinkDecisions NONE = new SinkDecisions(Map.of());

  /** Makes the map immutable and sorted. */
  public SinkDecisions {
    bySink = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(bySink));
  }

  /** The decision about a sink that has one of these names. */
  public Optional<SinkDecision> about(Collection<String> names) {
    return names.stream()
        .flatMap(name -> Optional.ofNullable(bySink.get(name)).stream())
        .findFirst();
  }
}
