package dev.verdigris.engine.sink;

import dev.verdigris.engine.ChangeBus;
import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.DdlResult;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.catalog.ObjectType;
import dev.verdigris.engine.kafka.KafkaService;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sinks of an engine: starts one when the catalog has a new one, goes on with those that the
 * catalog has from before, ends them when they are dropped, and makes {@code ALTER SINK … SET FROM}
 * wait as Materialize does.
 */
public final class SinkRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SinkRuntime.class);
  private static final long TICK_MILLIS = 1_000;

  private final Catalog catalog;
  private final CommitOrder order;
  private final ChangeBus bus;
  private final KafkaService kafka;
  private final Snapshots.ConnectionSource connections;
  private final StoreConnection store;
  private final SinkSteps steps;
  private final ChangeBus.Listener commits =
      new ChangeBus.Listener() {
        @Override
        public void tablesChanged(Set<ItemId> tables, long timestamp) {
          committed(tables, timestamp);
        }

        @Override
        public void awaitNoted() {
          SinkRuntime.this.awaitCaptured();
        }
      };

  private final Map<ItemId, SinkRunner> runners = new ConcurrentHashMap<>();
  private final Map<ItemId, Consumer<String>> faults = new ConcurrentHashMap<>();

  /** Where things happen that may wait for commits, and that the catalog must not wait for. */
  private final ScheduledExecutorService aside =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sinks");
            thread.setDaemon(true);
            return thread;
          });

  private SinkRuntime(
      Catalog catalog,
      CommitOrder order,
      ChangeBus bus,
      KafkaService kafka,
      Snapshots.ConnectionSource connections,
      SinkSteps steps) {
    this.catalog = catalog;
    this.order = order;
    this.bus = bus;
    this.kafka = kafka;
    this.connections = connections;
    this.store = new StoreConnection(connections);
    this.steps = steps;
  }

  /**
   * Starts, with the sinks that the catalog has.
   *
   * @param steps is told of all they do; {@link SinkSteps#NONE} unless a test wants to know
   */
  public static SinkRuntime start(
      Catalog catalog,
      CommitOrder order,
      ChangeBus bus,
      KafkaService kafka,
      Snapshots.ConnectionSource connections,
      SinkSteps steps)
      throws SQLException {
    SinkRuntime runtime = new SinkRuntime(catalog, order, bus, kafka, connections, steps);
    try (Connection connection = connections.connect()) {
      CatalogState state = catalog.state();
      for (String sink : SinkStore.known(connection)) {
        if (state.item(new ItemId(sink)) == null) {
          SinkStore.drop(connection, sink);
        }
      }
    }
    catalog.setSinkCutover(
        (sink, next, session, move) ->
            runtime.setFrom(sink, next, session::checkInterrupted, move));
    catalog.addListener(runtime::changed);
    bus.add(runtime.commits);
    runtime.changed(catalog.state(), catalog.state());
    ScheduledFuture<?> unused =
        runtime.aside.scheduleWithFixedDelay(
            runtime::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return runtime;
  }

  /** Waits for the sink, then goes over at one time; as {@code SinkCutover} says. */
  private DdlResult setFrom(
      Item sink, ItemFacts.Sink next, Runnable interrupt, Supplier<DdlResult> move) {
    int version = SinkRunner.facts(sink).version();
    SinkRunner runner = runners.get(sink.id());
    if (runner == null) {
      return move.get(); // Dropped meanwhile; the catalog says so.
    }
    try {
      noticed(sink.id(), "ALTER SINK begins to wait");
      runner.acquire(interrupt);
      try {
        return order.commit(
            timestamp -> {
              CatalogState state = catalog.state();
              if (state.item(sink.id()) == null
                  || state.item(next.from()) == null
                  || runner.version() != version) {
                return move.get(); // It cannot be, and the catalog says why.
              }
              return runner.cutOver(timestamp, next, state, move);
            });
      } finally {
        runner.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SqlException.of("57014", "canceling statement due to user request");
    } catch (SQLException e) {
      throw SqlException.internal("the sink cannot go over to its new relation: " + e.getMessage());
    }
  }

  /**
   * Makes a sink suffer from that, and from nothing else, from now on.
   *
   * @param noticed is told what came of it
   */
  public void play(ItemId sink, SinkFault fault, Consumer<String> noticed) {
    SinkRunner runner = runners.get(sink);
    if (runner == null) {
      throw new IllegalArgumentException("there is no sink " + sink);
    }
    if (fault.equals(SinkFault.NONE)) {
      faults.remove(sink);
    } else {
      faults.put(sink, noticed);
    }
    runner.play(fault);
  }

  /** Tells who made the sink suffer of what came of it. */
  private void noticed(ItemId sink, String effect) {
    Consumer<String> told = faults.get(sink);
    if (told != null) {
      told.accept(effect);
    }
  }

  @Override
  public void close() {
    aside.shutdownNow();
    bus.remove(commits);
    runners.values().forEach(SinkRunner::close);
    store.close();
  }

  private void committed(Set<ItemId> tables, long timestamp) {
    runners.values().forEach(runner -> runner.committed(tables, timestamp));
  }

  /** Waits until what is committed so far is in the outboxes of all sinks that it concerns. */
  private void awaitCaptured() {
    try {
      aside.submit(() -> {}).get();
      for (SinkRunner runner : runners.values()) {
        runner.awaitCaptured();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RejectedExecutionException e) {
      LOG.debug("the engine is being closed", e);
    }
  }

  private void changed(CatalogState before, CatalogState after) {
    for (Item item : after.items()) {
      if (item.type() == ObjectType.SINK) {
        SinkRunner runner = runners.get(item.id());
        if (runner == null) {
          runner = run(item, after);
          runners.put(item.id(), runner);
          later(runner::now);
        } else {
          runner.follow(item, after);
          if (runner.isBehind(item)) {
            SinkRunner behind = runner;
            later(() -> behind.catchUp(item, after));
          }
        }
      }
    }
    for (ItemId id : Set.copyOf(runners.keySet())) {
      if (after.item(id) == null) {
        SinkRunner gone = runners.remove(id);
        if (gone != null) {
          later(gone::drop);
        }
      }
    }
  }

  private SinkRunner run(Item sink, CatalogState state) {
    Item connection = state.item(SinkRunner.facts(sink).connection());
    String named =
        connection != null
                && connection.facts() instanceof ItemFacts.Connection facts
                && !facts.addresses().isEmpty()
            ? facts.addresses().get(0)
            : "";
    return new SinkRunner(
        sink,
        state,
        order,
        connections,
        store,
        () -> kafka.resolve(named),
        (status, error) -> {
          catalog.simulation().sinkIs(sink.id(), status, error);
          if (status.equals("stalled")) {
            noticed(sink.id(), "its status is stalled");
          }
        },
        steps);
  }

  private void tick() {
    for (SinkRunner runner : runners.values()) {
      if (runner.readsTime()) {
        guarded(runner::now);
      }
    }
  }

  private void later(Runnable work) {
    try {
      aside.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("the engine is being closed", e);
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("work on a sink failed", e);
    }
  }
}
