package dev.verdigris.engine.source;

import dev.verdigris.engine.ChangeBus;
import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.catalog.Catalog;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One load generator at work: a thread and a connection of its own. It runs while its cluster has a
 * replica. Whatever is due is written in one transaction, at one timestamp; a new table gets all
 * that there is up to then.
 *
 * <p>Time that passes while nothing runs makes no rows: each run goes on where the last one ended,
 * and the rows' own times follow from when the runs began.
 */
final class SourceRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRunner.class);
  private static final long SHORTEST_PAUSE_MILLIS = 50;
  private static final long AFTER_FAILURE_MILLIS = 500;
  private static final long PATIENCE_SECONDS = 20;

  private final ItemId id;
  private final ItemFacts.LoadGenerator facts;
  private final Catalog catalog;
  private final CommitOrder order;
  private final ChangeBus bus;
  private final Snapshots.ConnectionSource connections;
  private final ScheduledExecutorService thread;
  private final Generator generator;

  // Touched by the runner's own thread only.
  private @Nullable Connection connection;
  private NavigableMap<Long, Long> runs = new TreeMap<>();
  private Set<String> loaded = new HashSet<>();
  private long tick;
  private boolean running;
  private @Nullable ScheduledFuture<?> next;

  SourceRunner(
      Item source,
      Catalog catalog,
      CommitOrder order,
      ChangeBus bus,
      Snapshots.ConnectionSource connections) {
    id = source.id();
    facts = (ItemFacts.LoadGenerator) source.facts();
    this.catalog = catalog;
    this.order = order;
    this.bus = bus;
    this.connections = connections;
    generator = Generator.of(facts, this::timeOf);
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread named = new Thread(task, "source-" + id);
              named.setDaemon(true);
              return named;
            });
  }

  /** Looks what there is to do, soon. */
  void wake() {
    try {
      thread.execute(this::step);
    } catch (RejectedExecutionException e) {
      LOG.debug("source {} is being closed", id, e);
    }
  }

  /** Ends for good, in its own thread, after what it is at; forgets what it kept. */
  void endSoon() {
    try {
      thread.execute(
          () -> {
            try {
              new SourceStore(connected(), id.value()).forget();
            } catch (SQLException e) {
              LOG.debug("source {} left notes behind", id, e);
            }
            disconnect();
            thread.shutdown();
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("source {} is being closed", id, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("source {} is still at work", id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disconnect();
  }

  private void step() {
    long pause;
    try {
      pause = work();
    } catch (SQLException | RuntimeException e) {
      // What was dropped meanwhile cannot be written; anything else is tried again.
      LOG.debug("source {} could not write", id, e);
      disconnect();
      pause = AFTER_FAILURE_MILLIS;
    }
    if (next != null) {
      next.cancel(false);
    }
    if (pause >= 0 && !thread.isShutdown()) {
      try {
        next =
            thread.schedule(
                this::step, Math.max(pause, SHORTEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("source {} is being closed", id, e);
      }
    }
  }

  /** Does what is due; gives the milliseconds until there is more, or -1: when it is woken. */
  private long work() throws SQLException {
    CatalogState state = catalog.state();
    Item source = state.item(id);
    if (source == null || state.replicas(Objects.requireNonNull(source.cluster())).isEmpty()) {
      running = false;
      return -1;
    }
    Connection current = connected();
    if (!running) {
      runs.put(tick, System.currentTimeMillis());
      new SourceStore(current, id.value()).addRun(tick, Objects.requireNonNull(runs.get(tick)));
      running = true;
    }
    long due = due();
    List<Item> exports =
        state.items().stream()
            .filter(i -> i.facts() instanceof ItemFacts.Export e && e.source().equals(id))
            .toList();
    boolean complete =
        loaded.contains(id.value())
            && exports.stream().allMatch(e -> loaded.contains(e.id().value()));
    if (due > tick || !complete) {
      write(current, source, exports, due);
    }
    return pause();
  }

  private void write(Connection current, Item source, List<Item> exports, long due)
      throws SQLException {
    ItemId progress = facts.progress() == null ? source.id() : facts.progress();
    Item progressItem = Objects.requireNonNull(catalog.state().item(progress));
    SourceStore store = new SourceStore(current, id.value());
    Set<ItemId> written = new HashSet<>(Set.of(progress));
    Set<String> now = new HashSet<>(loaded);
    current.setAutoCommit(false);
    try {
      for (Item export : exports) {
        ItemFacts.Export facts = (ItemFacts.Export) export.facts();
        boolean isNew = now.add(export.id().value());
        TableWriter writer = new TableWriter(current, export.physicalName(), isNew);
        if (isNew) {
          generator.snapshot(facts.output(), due, writer);
        }
        for (long each = tick + 1; !isNew && each <= due; each++) {
          generator.tick(facts.output(), each, writer);
        }
        writer.finish();
        if (isNew) {
          store.load(export.id().value(), writer.updates(), writer.bytes());
        } else if (writer.updates() > 0) {
          store.count(export.id().value(), writer.updates(), writer.bytes());
        }
        if (isNew || writer.updates() > 0) {
          written.add(export.id());
        }
      }
      if (now.add(id.value())) {
        store.load(id.value(), 0, 0);
      }
      store.advance(due, progressItem.physicalName());
      order.commit(
          timestamp -> {
            current.commit();
            bus.tablesChanged(written, timestamp);
            return true;
          });
      loaded = now;
      tick = due;
    } catch (TableWriter.WriteFailed e) {
      throw e.failure();
    } finally {
      if (!current.isClosed()) {
        current.rollback();
        current.setAutoCommit(true);
      }
    }
  }

  private Connection connected() throws SQLException {
    Connection current = connection;
    if (current == null || current.isClosed()) {
      current = connections.connect();
      connection = current;
      SourceStore store = new SourceStore(current, id.value());
      runs = store.runs();
      loaded = store.loaded();
      tick = store.tick(facts.asOf());
    }
    return current;
  }

  private void disconnect() {
    Connection current = connection;
    connection = null;
    running = false;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        LOG.debug("closing", e);
      }
    }
  }

  private @Nullable Long tickMicros() {
    return facts.tickMicros();
  }

  /** How many ticks should have been by now. */
  private long due() {
    Long micros = tickMicros();
    if (micros == null) {
      return tick;
    }
    var run = runs.lastEntry();
    long passed = (System.currentTimeMillis() - run.getValue()) * 1_000 / micros;
    long due = Math.max(tick, run.getKey() + Math.max(0, passed));
    return facts.upTo() == null ? due : Math.min(due, Math.max(tick, facts.upTo()));
  }

  private long pause() {
    Long micros = tickMicros();
    if (micros == null || (facts.upTo() != null && tick >= facts.upTo())) {
      return -1;
    }
    return Math.max(0, timeOf(tick + 1) - System.currentTimeMillis());
  }

  /** When a tick is or was, in milliseconds since 1970. */
  private long timeOf(long number) {
    var run = runs.lowerEntry(number);
    if (run == null) {
      run = runs.firstEntry();
    }
    Long micros = tickMicros();
    return run.getValue() + (number - run.getKey()) * (micros == null ? 0 : micros) / 1_000;
  }
}
