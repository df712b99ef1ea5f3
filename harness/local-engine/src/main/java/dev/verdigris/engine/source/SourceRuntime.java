package dev.verdigris.engine.source;

import dev.verdigris.engine.ChangeBus;
import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.snapshot.Snapshots;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All load generators of an engine: starts one when the catalog has a new one, goes on with those
 * that it has from before, ends them when they are dropped.
 */
public final class SourceRuntime implements AutoCloseable {
  private final Catalog catalog;
  private final CommitOrder order;
  private final ChangeBus bus;
  private final Snapshots.ConnectionSource connections;
  private final Map<ItemId, SourceRunner> runners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private SourceRuntime(
      Catalog catalog, CommitOrder order, ChangeBus bus, Snapshots.ConnectionSource connections) {
    this.catalog = catalog;
    this.order = order;
    this.bus = bus;
    this.connections = connections;
  }

  /** Starts, with the sources that the catalog has. */
  public static SourceRuntime start(
      Catalog catalog, CommitOrder order, ChangeBus bus, Snapshots.ConnectionSource connections) {
    SourceRuntime runtime = new SourceRuntime(catalog, order, bus, connections);
    catalog.addListener(runtime::changed);
    runtime.changed(catalog.state(), catalog.state());
    return runtime;
  }

  @Override
  public void close() {
    closed = true;
    runners.values().forEach(SourceRunner::close);
  }

  private void changed(CatalogState before, CatalogState after) {
    if (closed) {
      return;
    }
    for (Item item : after.items()) {
      if (item.facts() instanceof ItemFacts.LoadGenerator) {
        runners
            .computeIfAbsent(
                item.id(), id -> new SourceRunner(item, catalog, order, bus, connections))
            .wake();
      }
    }
    for (ItemId id : Set.copyOf(runners.keySet())) {
      if (after.item(id) == null) {
        SourceRunner gone = runners.remove(id);
        if (gone != null) {
          gone.endSoon();
        }
      }
    }
  }
}
