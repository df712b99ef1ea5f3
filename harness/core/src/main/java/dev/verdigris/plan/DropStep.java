package dev.verdigris.plan;

import dev.verdigris.catalog.CatalogId;
import dev.verdigris.catalog.Snapshot;
import java.util.Optional;

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

  /** What it drops, as a snapshot knows it; empty where that has nothing of this name. */
  public Optional<CatalogId> id(Snapshot snapshot) {
    if (target instanceof Target.OfSchema schema) {
      return snapshot
          .schemaNamed(schema.name())
          .map(found -> new CatalogId(CatalogId.Kind.SCHEMA, found.id()));
    }
    if (target instanceof Target.OfCluster cluster) {
      return snapshot
          .clusterNamed(cluster.name())
          .map(found -> new CatalogId(CatalogId.Kind.CLUSTER, found.id()));
    }
    return ((Target.OfItem) target)
        .find(snapshot)
        .map(found -> new CatalogId(CatalogId.Kind.ITEM, found.id()));
  }

  @Override
  public Snapshot after(Snapshot snapshot) {
    return id(snapshot).map(found -> without(snapshot, found)).orElse(snapshot);
  }

  private static Snapshot without(Snapshot snapshot, CatalogId found) {
    return switch (found.kind()) {
      case SCHEMA -> snapshot.withoutSchema(found.id());
      case CLUSTER -> snapshot.withoutCluster(found.id());
      case ITEM -> snapshot.withoutItem(found.id());
    };
  }
}
