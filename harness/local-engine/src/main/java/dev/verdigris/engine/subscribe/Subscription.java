package dev.verdigris.engine.subscribe;

import dev.verdigris.engine.CommitOrder;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.catalog.CatalogState;
import dev.verdigris.engine.catalog.ClusterId;
import dev.verdigris.engine.catalog.Item;
import dev.verdigris.engine.catalog.ItemId;
import dev.verdigris.engine.query.PlannedQuery;
import dev.verdigris.engine.query.PostgresErrors;
import dev.verdigris.engine.snapshot.Contents;
import dev.verdigris.engine.snapshot.Moments;
import dev.verdigris.engine.snapshot.Reads;
import dev.verdigris.engine.snapshot.SnapshotPool;
import dev.verdigris.engine.snapshot.Snapshots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * One running SUBSCRIBE. It goes on with the objects that it began with, whatever they are called
 * meanwhile, until one of them is dropped (recorded: deployment.jsonl, group subscription).
 *
 * <p>Commits are looked at one by one, so each row's time is that of the write. What changes
 * without a commit (the server's own relations, the time) is looked at again while somebody waits
 * for rows.
 */
public final class Subscription implements AutoCloseable {

  /** How often to look at what changes without a commit, once it is known to change. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** The same for what there is no notice of. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final PlannedQuery plan;
  private final SubscribeShape shape;
  private final Reads reads;
  private final @Nullable ClusterId cluster;
  private final long upTo;
  private final CommitOrder order;
  private final SnapshotPool snapshots;
  private final Consumer<Subscription> ended;
  private final BlockingQueue<List<@Nullable String>> rows = new LinkedBlockingQueue<>();

  /** Held while the rows of one look are added: who has the first of them finds the others. */
  private final ReentrantLock adding = new ReentrantLock();

  private final AtomicBoolean looking = new AtomicBoolean();
  private final ExecutorService thread;
  private volatile @Nullable SqlException failure;
  private volatile long lookedAt;
  private volatile boolean stale;
  private volatile boolean complete;

  // Touched by the one thread only.
  private @Nullable Contents last;
  private long lastTimestamp;
  private final ChangeRows changes;

  Subscription(
      PlannedQuery plan,
      SubscribeShape shape,
      CatalogState state,
      @Nullable ClusterId cluster,
      long upTo,
      CommitOrder order,
      Snapshots.ConnectionSource connections,
      Consumer<Subscription> ended) {
    this.plan = plan;
    this.shape = shape;
    this.reads = Reads.of(plan.reads(), state);
    this.cluster = cluster;
    this.upTo = upTo;
    this.order = order;
    this.snapshots = new SnapshotPool(connections);
    this.ended = ended;
    this.changes = new ChangeRows(shape, plan.columns().size());
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread named = new Thread(task, "subscribe");
              named.setDaemon(true);
              return named;
            });
  }

  /** In which form its rows are. */
  public SubscribeShape shape() {
    return shape;
  }

  /** Whether nothing more can come: all rows were taken, and they were all that there can be. */
  public boolean isComplete() {
    return complete && rows.isEmpty();
  }

  /**
   * The next row, as texts.
   *
   * @param nanos how long to wait for one at most; 0: not at all
   * @return null if none came
   * @throws SqlException if the subscription has ended, in Materialize's words
   */
  public @Nullable List<@Nullable String> next(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      List<@Nullable String> row = ready();
      if (row != null) {
        return row;
      }
      SqlException why = failure;
      if (why != null) {
        throw why;
      }
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0 || isComplete()) {
        return null;
      }
      lookAgain();
      row = rows.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
      if (row != null) {
        return row;
      }
    }
  }

  private @Nullable List<@Nullable String> ready() {
    adding.lock();
    try {
      return rows.poll();
    } finally {
      adding.unlock();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    snapshots.close();
    ended.accept(this);
  }

  /** Looks at the present; the first time, at everything. */
  void look() {
    try {
      order.snapshot(
          timestamp -> {
            enqueue(timestamp, false);
            return timestamp;
          });
    } catch (SQLException e) {
      fail(e);
    }
  }

  /** Looks at a commit if it can matter; called while nothing else can be committed. */
  void committed(Set<ItemId> tables, long timestamp) {
    if (failure == null && reads.touches(tables)) {
      try {
        enqueue(timestamp, true);
      } catch (SQLException e) {
        fail(e);
      }
    }
  }

  /** Takes note that the server's own relations may have changed. */
  void systemChanged() {
    stale = reads.system();
  }

  /** Ends if something that it reads, or its cluster, is gone. */
  void changed(CatalogState before, CatalogState after) {
    if (failure != null) {
      return;
    }
    plan.reads().stream()
        .sorted()
        .filter(id -> after.item(id) == null)
        .findFirst()
        .ifPresentOrElse(
            id -> {
              Item gone = before.item(id);
              String name = gone == null ? id.value() : String.join(".", before.fullName(gone));
              failure = dropped("relation", name);
            },
            () -> {
              var former = cluster == null ? null : before.cluster(cluster);
              if (former != null && after.cluster(former.id()) == null) {
                failure = dropped("cluster", former.name());
              }
            });
  }

  Set<ItemId> readsDirectly() {
    return plan.reads();
  }

  private void lookAgain() {
    boolean soon = isByTime() || stale || upTo != Long.MAX_VALUE;
    Duration interval = soon ? LOOK : shape.progress() || reads.system() ? TICK : null;
    if (interval != null
        && System.nanoTime() - lookedAt > interval.toNanos()
        && looking.compareAndSet(false, true)) {
      stale = false;
      look();
    }
  }

  private void enqueue(long timestamp, boolean written) throws SQLException {
    Snapshots snapshot = snapshots.fixed(timestamp);
    try {
      thread.execute(
          () -> {
            try {
              compare(snapshot, timestamp, written);
            } catch (SQLException e) {
              fail(e);
            } catch (RuntimeException e) {
              failure = SqlException.internal("SUBSCRIBE failed: " + e);
            } finally {
              snapshots.release(snapshot);
              lookedAt = System.nanoTime();
              looking.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      snapshots.release(snapshot); // It has been closed.
    }
  }

  /** The last time that it tells of is the one before {@link #upTo}. */
  private void compare(Snapshots snapshot, long seenAt, boolean written) throws SQLException {
    if (complete) {
      return;
    }
    long timestamp = Math.min(seenAt, upTo - 1);
    if (timestamp < seenAt) {
      if (written) {
        complete = true;
        return;
      }
      snapshot.moveTo(timestamp);
    }
    Contents now = read(snapshot);
    Contents before = last;
    List<List<@Nullable String>> told = new ArrayList<>();
    if (before == null) {
      changes.begin(timestamp, told);
      before = shape.snapshot() ? new Contents() : now;
    } else if (!written && isByTime() && !reads.system()) {
      for (Moments.Moment moment :
          Moments.between(
              before,
              lastTimestamp,
              now,
              timestamp,
              at -> {
                snapshot.moveTo(at);
                return read(snapshot);
              })) {
        changes.add(before, moment.contents(), moment.timestamp(), told);
        before = moment.contents();
      }
    }
    changes.add(before, now, timestamp, told);
    add(told);
    last = now;
    lastTimestamp = timestamp;
    complete = timestamp == upTo - 1 || (plan.reads().isEmpty() && !plan.usesNow());
  }

  private void add(List<List<@Nullable String>> told) {
    adding.lock();
    try {
      rows.addAll(told);
    } finally {
      adding.unlock();
    }
  }

  private Contents read(Snapshots snapshot) throws SQLException {
    Contents contents = new Contents();
    snapshot.read(plan.sql(), row -> contents.add(row, 1));
    return contents;
  }

  private boolean isByTime() {
    return reads.time() || plan.usesNow();
  }

  private void fail(SQLException cause) {
    if (failure != null || thread.isShutdown()) {
      return;
    }
    ServerErrorMessage server =
        cause instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    failure =
        server == null
            ? SqlException.internal("SUBSCRIBE failed: " + cause.getMessage())
            : PostgresErrors.translate(
                String.valueOf(server.getSQLState()),
                String.valueOf(server.getMessage()),
                server.getHint(),
                plan.evaluation());
  }

  private static SqlException dropped(String kind, String name) {
    return SqlException.internal(
        "query could not complete because " + kind + " \"" + name + "\" was dropped");
  }
}
