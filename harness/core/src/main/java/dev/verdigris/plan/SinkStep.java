package dev.verdigris.plan;

import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Snapshot;
import java.util.HashSet;
import java.util.Set;

/**
 * Cuts a sink over to another relation. The sink keeps its id and sends no snapshot of it.
 *
 * @param sink the sink's whole name
 * @param sinkId the sink's id
 * @param to the relation's whole name
 * @param fromId the id of the relation that it reads
 * @param toId the id of the relation that it shall read
 */
public record SinkStep(String sink, String sinkId, String to, String fromId, String toId)
    implements Step {

  @Override
  public String verb() {
    return "sink";
  }

  @Override
  public String sql() {
    return "ALTER SINK " + sink + " SET FROM " + to;
  }

  @Override
  public Snapshot after(Snapshot snapshot) {
    return snapshot.item(sinkId).map(item -> snapshot.with(moved(item))).orElse(snapshot);
  }

  private Item moved(Item item) {
    Set<String> dependsOn = new HashSet<>(item.dependsOn());
    dependsOn.remove(fromId);
    dependsOn.add(toId);
    return item.withDependsOn(dependsOn);
  }
}
