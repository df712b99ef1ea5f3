package dev.verdigris.engine.sink;

import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.snapshot.Reads;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sink at work. */
final class SinkRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SinkRunner.class);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final ItemId id;
  private final StoreConnection store;
  private final Capture capture;
  private final Sender sender;

  /** Held by the one ALTER SINK that may take effect next; others queue up behind it. */
  private final Semaphore altering = new Semaphore(1, true);

  private volatile ItemFacts.Sink facts;
  private volatile Reads reads;
  private volatile boolean ended;

  /** Open unless cutovers are made to hang. */
  private volatile CountDownLatch hangs = new CountDownLatch(0);

  SinkRunner(
      Item sink,
      CatalogState state,
      CommitOrder order,
      Snapshots.ConnectionSource connections,
      StoreConnection store,
      Supplier<String> broker,
      Statuses statuses,
      SinkSteps hook) {
    this.id = sink.id();
    this.store = store;
    this.facts = facts(sink);
    this.reads = Reads.of(Set.of(facts.from()), state);
    String progressTopic = progressTopic(state);
    Consumer<SinkStep> steps = step -> hook.reached(id, step);
    this.sender =
        new Sender(
            id.value(),
            facts,
            progressTopic,
            broker,
            batch -> store.run(c -> SinkStore.staged(c, id.value(), batch)),
            timestamp -> store.run(c -> SinkStore.sent(c, id.value(), timestamp)),
            statuses,
            steps);
    this.capture =
        new Capture(
            id.value(),
            source(facts, state),
            order,
            connections,
            sender::earlier,
            sender::send,
            sender::unreadable,
            steps);
    follow(sink, state);
  }

  /** Takes note of the catalog's newest state. */
  void follow(Item sink, CatalogState state) {
    sender.replicas(sink.cluster() != null && !state.replicas(sink.cluster()).isEmpty());
  }

  /** Whether the catalog has gone over to another relation without this one's doing. */
  boolean isBehind(Item sink) {
    return facts(sink).version() != facts.version();
  }

  /** Goes over to where the catalog is. May wait for commits. */
  void catchUp(Item sink, CatalogState state) {
    ItemFacts.Sink next = facts(sink);
    try {
      capture.follow(source(next, state));
      facts = next;
      reads = Reads.of(Set.of(next.from()), state);
    } catch (SQLException e) {
      LOG.warn("sink {} cannot follow its definition", id, e);
    }
  }

  /** Captures the present. May wait for commits. */
  void now() {
    try {
      capture.now();
    } catch (SQLException e) {
      LOG.warn("sink {} cannot take a snapshot", id, e);
    }
  }

  /** Captures a commit if it can matter; called while nothing else can be committed. */
  void committed(Set<ItemId> tables, long timestamp) {
    if (!reads.touches(tables)) {
      return;
    }
    try {
      capture.committed(timestamp);
    } catch (SQLException e) {
      LOG.warn("sink {} cannot take a snapshot of a commit; the next one makes up", id, e);
    }
  }

  /** Waits until what was committed so far is captured; not where the sink is ending. */
  void awaitCaptured() {
    try {
      capture.awaitIdle();
    } catch (SQLException e) {
      if (!ended) {
        throw SqlException.internal(
            "what sink " + id + " has sent is not known: " + e.getMessage());
      }
    }
  }

  /** Whether the time alone can change what it reads. */
  boolean readsTime() {
    return reads.time();
  }

  /** Suffers from that from now on. */
  void play(SinkFault fault) {
    sender.play(fault);
    if (fault.cutoverHangs() != hangs.getCount() > 0) {
      CountDownLatch before = hangs;
      hangs = new CountDownLatch(fault.cutoverHangs() ? 1 : 0);
      before.countDown();
    }
  }

  int version() {
    return facts.version();
  }

  /**
   * Waits for this statement's turn and until the sink runs.
   *
   * @param interrupt throws when the statement must end
   */
  void acquire(Runnable interrupt) throws InterruptedException {
    while (!altering.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      interrupt.run();
    }
    try {
      while (!mayGoOver() && !ended) {
        interrupt.run();
        String unreadable = sender.unreadable();
        if (unreadable != null) {
          // Materialize's would run; what this one has missed it cannot make up for elsewhere.
          throw SqlException.of(SqlException.FEATURE_NOT_SUPPORTED, unreadable);
        }
        sender.awaitRunning(LOOK);
      }
      interrupt.run();
    } catch (InterruptedException | RuntimeException e) {
      altering.release();
      throw e;
    }
  }

  private boolean mayGoOver() throws InterruptedException {
    return hangs.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) && sender.isRunning();
  }

  void release() {
    altering.release();
  }

  /** Goes over to another relation while nothing else can be committed. */
  <T> T cutOver(long timestamp, ItemFacts.Sink next, CatalogState state, Supplier<T> ddl)
      throws SQLException {
    ItemFacts.Sink before = facts;
    facts = next; // So that the listener, which the DDL calls, finds nothing to catch up with.
    try {
      T result = capture.cutOver(timestamp, source(next, state), ddl);
      reads = Reads.of(Set.of(next.from()), state);
      return result;
    } catch (SQLException | RuntimeException e) {
      facts = before;
      throw e;
    }
  }

  /** Ends it for good: it was dropped. */
  void drop() {
    close();
    store.run(c -> SinkStore.drop(c, id.value()));
  }

  @Override
  public void close() {
    ended = true;
    capture.close();
    sender.close();
  }

  private String progressTopic(CatalogState state) {
    Item connection = state.item(facts.connection());
    if (connection != null && connection.facts() instanceof ItemFacts.Connection kafka) {
      String topic = kafka.progressTopic();
      if (topic != null) {
        return topic;
      }
    }
    throw new IllegalStateException("sink " + id + " has no Kafka connection");
  }

  static ItemFacts.Sink facts(Item sink) {
    if (sink.facts() instanceof ItemFacts.Sink facts) {
      return facts;
    }
    throw new IllegalArgumentException(sink.id() + " is no sink");
  }

  private static Capture.Source source(ItemFacts.Sink facts, CatalogState state) {
    Item relation = state.item(facts.from());
    if (relation == null) {
      throw new IllegalStateException("relation " + facts.from() + " is gone");
    }
    return Capture.Source.of(facts, relation, state);
  }
}
