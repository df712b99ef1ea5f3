package dev.verdigris.plan;

import dev.verdigris.catalog.Cluster;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;

/**
 * Drops one thing, never with {@code CASCADE}: the server refuses where something still reads it.
 *
 * @param target what is dropped
 */
public record DropStep(Target target) implements Step {

  @Override
  public String verb() {
    return "drop";
  }

  @Override
  public String sql() {
    return "DROP " + target.sql();
  }

  @Override
  public Snapshot after(Snapshot snapshot) {
    if (target instanceof Target.OfSchema schema) {
      return snapshot
          .schemaNamed(schema.name())
          .map(Schema::id)
          .map(snapshot::withoutSchema)
          .orElse(snapshot);
    }
    if (target instanceof Target.OfCluster cluster) {
      return snapshot
          .clusterNamed(cluster.name())
          .map(Cluster::id)
          .map(snapshot::withoutCluster)
          .orElse(snapshot);
    }
    Target.OfItem item = (Target.OfItem) target;
    return item.find(snapshot).map(Item::id).map(snapshot::withoutItem).orElse(snapshot);
  }
}
