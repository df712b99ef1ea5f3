package dev.verdigris.engine.sink;

import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemFacts;
import dev.verdigris.engine.snapshot.Contents;
import dev.verdigris.engine.snapshot.Moments;
import dev.verdigris.engine.snapshot.SnapshotPool;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of a sink that captures. At a commit the committing thread fixes a snapshot, which takes
 * a round trip, puts it into the queue, and goes on; reading and comparing happen here, in one
 * thread and in the order of the commits.
 *
 * <p>Of a relation whose data is an error the rows that are not in error are captured, as {@link
 * ErringRelation} finds them; where it cannot, the sink says so and stands still until it can.
 */
final class Capture implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final long PATIENCE_SECONDS = 60;

  private final String sink;
  private final CommitOrder order;
  private final SnapshotPool snapshots;
  private final Consumer<Batch> batches;
  private final Consumer<@Nullable String> unreadable;
  private final Consumer<SinkStep> steps;
  private final ExecutorService thread;

  // Touched by the capturing thread only, or while it is known to be idle.
  private Source source;
  private @Nullable Contents last;
  private long lastTimestamp;

  /** When {@link #last} was what the relation held; 0: not since this process began. */
  private long lookedAt;

  /**
   * What is captured.
   *
   * @param version of the sink, for its records
   * @param sendsSnapshot whether what the relation holds at first is sent
   * @param shape how to read the relation when its data is an error
   */
  record Source(
      int version,
      Item relation,
      Envelope envelope,
      boolean sendsSnapshot,
      Supplier<ErringShape> shape) {

    /** A sink over a relation; {@code state} knows what the relation is computed from. */
    static Source of(ItemFacts.Sink sink, Item relation, CatalogState state) {
      return new Source(
          sink.version(),
          relation,
          new Envelope(sink, relation, relation.keys()),
          sink.settings().snapshot(),
          () -> ErringShapes.of(relation, state));
    }
  }

  /**
   * Begins with what was captured before; {@link #now} captures what changed since.
   *
   * @param batches takes what is captured, in order; before that, {@code earlier} takes what an
   *     earlier process captured and may not have sent
   * @param unreadable takes why the relation cannot be read, or null when it can be again
   */
  Capture(
      String sink,
      Source source,
      CommitOrder order,
      Snapshots.ConnectionSource connections,
      Consumer<List<Batch>> earlier,
      Consumer<Batch> batches,
      Consumer<@Nullable String> unreadable,
      Consumer<SinkStep> steps) {
    this.sink = sink;
    this.source = source;
    this.order = order;
    this.snapshots = new SnapshotPool(connections);
    this.batches = batches;
    this.unreadable = unreadable;
    this.steps = steps;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread named = new Thread(task, "sink-capture-" + sink);
              named.setDaemon(true);
              return named;
            });
    thread.execute(() -> load(earlier));
  }

  /** Captures the present, at a time of its own. May wait for commits. */
  void now() throws SQLException {
    order.snapshot(
        timestamp -> {
          captured(timestamp, false);
          return timestamp;
        });
  }

  /** Captures a commit; called while nothing else can be committed. */
  void committed(long timestamp) throws SQLException {
    steps.accept(SinkStep.COMMIT_SEEN);
    captured(timestamp, true);
  }

  private void captured(long timestamp, boolean written) throws SQLException {
    Snapshots snapshot = snapshots.fixed(timestamp);
    run(
        snapshot,
        () -> {
          try {
            if (written || lookedAt == 0) {
              capture(snapshot, timestamp);
            } else {
              captureMoments(snapshot, timestamp);
            }
            lookedAt = timestamp;
            unreadable.accept(null);
          } catch (SQLException e) {
            lookedAt = 0;
            LOG.warn("sink {} cannot capture what was committed at {}", sink, timestamp, e);
          } catch (SqlException e) {
            lookedAt = 0;
            LOG.warn("sink {} stands still: {}", sink, e.getMessage());
            unreadable.accept(e.getMessage());
          }
        });
  }

  /**
   * Goes over to another relation while nothing else can be committed: the old one's last changes
   * are captured, the new one's contents become what the next changes are compared with.
   *
   * @param ddl makes it so in the catalog; if it fails, nothing has changed here
   */
  <T> T cutOver(long timestamp, Source next, Supplier<T> ddl) throws SQLException {
    awaitIdle();
    steps.accept(SinkStep.CUTOVER_BEGUN);
    Snapshots snapshot = snapshots.fixed(timestamp);
    try {
      capture(snapshot, timestamp);
      steps.accept(SinkStep.FORMER_KEPT);
      snapshot.end();
      snapshot.fix(timestamp);
      Contents contents = read(snapshot, next);
      snapshot.end();
      steps.accept(SinkStep.NEXT_READ);
      long time = Math.max(timestamp, lastTimestamp);
      SinkStore.replace(snapshot.transaction(), sink, next.version(), time, contents);
      snapshot.commit();
      steps.accept(SinkStep.NEXT_KEPT);
      T result;
      try {
        result = ddl.get();
      } catch (RuntimeException e) {
        SinkStore.discard(snapshot.transaction(), sink, next.version());
        snapshot.commit();
        throw e;
      }
      steps.accept(SinkStep.CATALOG_CHANGED);
      source = next;
      last = contents;
      lastTimestamp = time;
      lookedAt = timestamp;
      SinkStore.keepOnly(snapshot.transaction(), sink, next.version());
      snapshot.commit();
      steps.accept(SinkStep.CUT_OVER);
      return result;
    } finally {
      snapshots.release(snapshot);
    }
  }

  /** Takes over a relation to which the catalog has gone over by itself. May wait for commits. */
  void follow(Source next) throws SQLException {
    order.snapshot(
        timestamp -> {
          Snapshots snapshot = snapshots.fixed(timestamp);
          run(
              snapshot,
              () -> {
                try {
                  Contents contents = read(snapshot, next);
                  snapshot.end();
                  SinkStore.replace(
                      snapshot.transaction(), sink, next.version(), timestamp, contents);
                  SinkStore.keepOnly(snapshot.transaction(), sink, next.version());
                  snapshot.commit();
                  source = next;
                  last = contents;
                  lookedAt = timestamp;
                } catch (SQLException e) {
                  LOG.warn("sink {} cannot go over to its new relation", sink, e);
                } catch (SqlException e) {
                  LOG.warn("sink {} stands still: {}", sink, e.getMessage());
                  unreadable.accept(e.getMessage());
                }
              });
          return timestamp;
        });
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("sink {} is still capturing", sink);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    snapshots.close();
  }

  private void load(Consumer<List<Batch>> earlier) {
    try {
      Snapshots snapshot = snapshots.fixed(0);
      try {
        List<Batch> unsent = SinkStore.outbox(snapshot.transaction(), sink);
        last = SinkStore.contents(snapshot.transaction(), sink, source.version());
        // Not what is unsent: what was sent may bear a later time than the clock shows now.
        lastTimestamp = SinkStore.lastTimestamp(snapshot.transaction(), sink);
        if (last != null) {
          SinkStore.keepOnly(snapshot.transaction(), sink, source.version());
          snapshot.commit();
        }
        steps.accept(SinkStep.LOADED);
        earlier.accept(unsent);
      } finally {
        snapshots.release(snapshot);
      }
    } catch (SQLException e) {
      LOG.warn("sink {} cannot read what it captured before", sink, e);
    }
  }

  private void capture(Snapshots snapshot, long timestamp) throws SQLException {
    Contents before = last;
    Contents now = read(snapshot, source);
    Map<List<@Nullable String>, Integer> changes =
        now.minus(before == null ? new Contents() : before);
    if (before != null && changes.isEmpty()) {
      return;
    }
    write(snapshot, changes, now, timestamp);
  }

  /** Captures what time alone changed since the last look, each change at its own time. */
  private void captureMoments(Snapshots snapshot, long timestamp) throws SQLException {
    Contents before = last;
    if (before == null) {
      capture(snapshot, timestamp);
      return;
    }
    for (Moments.Moment moment :
        Moments.between(
            before,
            lookedAt,
            read(snapshot, source),
            timestamp,
            at -> {
              snapshot.moveTo(at);
              return read(snapshot, source);
            })) {
      write(snapshot, moment.contents().minus(before), moment.contents(), moment.timestamp());
      before = moment.contents();
    }
  }

  private void write(
      Snapshots snapshot,
      Map<List<@Nullable String>, Integer> changes,
      Contents now,
      long timestamp)
      throws SQLException {
    // A transaction of its own: the snapshot may be older than what was written down last.
    snapshot.end();
    long time = Math.max(timestamp, lastTimestamp + 1);
    if (last == null && !source.sendsSnapshot()) {
      SinkStore.replace(snapshot.transaction(), sink, source.version(), time, now);
      snapshot.commit();
      last = now;
      lastTimestamp = time;
      return;
    }
    Batch batch = new Batch(time, source.version(), source.envelope().records(changes));
    steps.accept(SinkStep.CHANGES_READ);
    SinkStore.capture(snapshot.transaction(), sink, batch, changes, now);
    snapshot.commit();
    steps.accept(SinkStep.CHANGES_KEPT);
    last = now;
    lastTimestamp = time;
    batches.accept(batch);
  }

  private static Contents read(Snapshots snapshot, Source source) throws SQLException {
    Contents contents = new Contents();
    String sql = "SELECT * FROM " + source.relation().physicalName();
    return ErringRelation.attempt(snapshot, () -> snapshot.read(sql, row -> contents.add(row, 1)))
        ? contents
        : ErringRelation.read(snapshot, source.shape().get());
  }

  private void run(Snapshots snapshot, Runnable work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.warn("sink {} cannot capture", sink, e);
            } finally {
              snapshots.release(snapshot);
            }
          });
    } catch (RejectedExecutionException e) {
      snapshots.release(snapshot); // The sink is being closed.
    }
  }

  /** Waits until everything that was asked for so far is done. */
  void awaitIdle() throws SQLException {
    try {
      thread.submit(() -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    } catch (ExecutionException
        | java.util.concurrent.TimeoutException
        | RejectedExecutionException e) {
      throw new SQLException("sink " + sink + " does not come to rest", e);
    }
  }
}
