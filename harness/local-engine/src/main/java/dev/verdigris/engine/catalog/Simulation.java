package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hydration, lag and health, as the engine makes them believe. It computes every view anew for each
 * reader, so nothing is ever really behind; a test says here what should look as if it were.
 *
 * <p>Objects are named in full, {@code materialize.public.v}. What is said of an object that does
 * not exist yet holds from its first moment on.
 */
public final class Simulation implements AutoCloseable {
  /** How long an object takes to hydrate unless something else is said. */
  public static final Duration DEFAULT_HYDRATION = Duration.ofMillis(150);

  /** An object that takes longer than this is reported, as not hydrated, after that time. */
  private static final Duration REPORTED_AFTER = Duration.ofMillis(150);

  private static final String NEVER = "infinity";

  private record Pair(ItemId item, ReplicaId replica) {}

  private final CatalogStore store;
  private final Map<String, Duration> hydrations = new ConcurrentHashMap<>();
  private final Set<String> never = ConcurrentHashMap.newKeySet();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "verdigris-simulation");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Duration hydration = DEFAULT_HYDRATION;

  Simulation(CatalogStore store) {
    this.store = store;
  }

  /** How long objects that are made from now on take to hydrate, on each replica. */
  public void hydrationTakes(Duration duration) {
    hydration = duration;
  }

  /** How long one object takes to hydrate, from now on if it exists. */
  public void hydrationTakes(String object, Duration duration) {
    never.remove(object);
    hydrations.put(object, duration);
    rehydrate(object, Instant.now().plus(duration).toString(), duration);
  }

  /** Says that an object never hydrates; if it exists, it is no longer hydrated. */
  public void neverHydrates(String object) {
    never.add(object);
    rehydrate(object, NEVER, REPORTED_AFTER.multipliedBy(2));
  }

  private void rehydrate(String object, String hydratesAt, Duration duration) {
    boolean quick = duration.compareTo(REPORTED_AFTER) <= 0;
    store.run(
        "UPDATE mz_local.hydration SET hydrates_at = ?::timestamptz, reported_at ="
            + " CASE WHEN ?::boolean THEN ?::timestamptz ELSE statement_timestamp() END"
            + " WHERE object_id IN (SELECT id FROM mz_local.item WHERE full_name = ?)",
        hydratesAt,
        Boolean.toString(quick),
        hydratesAt,
        object);
    wake(duration);
  }

  /** How far an object is behind its inputs from now on; zero is what it is otherwise. */
  public void lags(String object, Duration lag) {
    store.run("DELETE FROM mz_local.lag WHERE full_name = ?", object);
    store.run("INSERT INTO mz_local.lag VALUES (?, ?::interval)", object, lag.toMillis() + " ms");
    changed();
  }

  /**
   * How one of a cluster's replicas is from now on.
   *
   * @param status {@code online} or {@code offline}
   * @param reason such as {@code oom-killed}; null if there is none
   */
  public void replicaIs(String cluster, String replica, String status, @Nullable String reason) {
    store.run(
        "INSERT INTO mz_local.replica_status_history SELECT r.id, 0, ?, nullif(?, ''),"
            + " clock_timestamp() FROM mz_local.replica r JOIN mz_local.cluster c ON c.id ="
            + " r.cluster_id WHERE c.name = ? AND r.name = ?",
        status,
        reason == null ? "" : reason,
        cluster,
        replica);
    changed();
  }

  /**
   * How a sink is from now on, as its runner sees it.
   *
   * @param status such as {@code running} or {@code stalled}
   * @param error why it is not running; null if there is nothing wrong
   */
  public void sinkIs(ItemId sink, String status, @Nullable String error) {
    store.run(
        "INSERT INTO mz_local.sink_status VALUES (?, ?, nullif(?, ''), clock_timestamp())"
            + " ON CONFLICT (sink_id) DO UPDATE SET status = excluded.status, error ="
            + " excluded.error, updated_at = excluded.updated_at",
        sink.value(),
        status,
        error == null ? "" : error);
    changed();
  }

  /** Tells somebody whenever what the catalog shows of all this may have changed. */
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Has everybody look again once objects that were made now are hydrated. */
  private void wake(Duration after) {
    Future<?> unused = alarm.schedule(this::changed, after.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  /** Writes, within the change's own transaction, what hydrates from now on and what does not. */
  void save(CatalogStore into, CatalogState before, CatalogState after, long now)
      throws SQLException {
    Set<Pair> old = pairs(before);
    Set<Pair> current = pairs(after);
    JsonArray rows = new JsonArray();
    for (Pair pair : current) {
      if (!old.contains(pair)) {
        rows.add(row(pair, after, Instant.ofEpochMilli(now)));
      }
    }
    JsonArray gone = new JsonArray();
    old.stream().filter(p -> !current.contains(p)).forEach(p -> gone.add(key(p)));
    into.delete("hydration", "object_id || '/' || replica_id", gone);
    into.insert("hydration", rows);
    replicas(into, before, after, now);
  }

  private static void replicas(CatalogStore into, CatalogState before, CatalogState after, long now)
      throws SQLException {
    JsonArray rows = new JsonArray();
    for (Replica replica : after.replicas()) {
      if (before.replica(replica.id()) == null) {
        JsonObject row = new JsonObject();
        row.addProperty("replica_id", replica.id().value());
        row.addProperty("process_id", 0);
        row.addProperty("status", "online");
        row.addProperty("occurred_at", Instant.ofEpochMilli(now).toString());
        rows.add(row);
      }
    }
    into.insert("replica_status_history", rows);
  }

  private JsonObject row(Pair pair, CatalogState after, Instant now) {
    Item item = Objects.requireNonNull(after.item(pair.item()));
    String name = String.join(".", after.fullName(item));
    Duration takes = hydrations.getOrDefault(name, hydration);
    Instant hydrated = now.plus(takes);
    Instant reported = now.plus(REPORTED_AFTER);
    JsonObject row = new JsonObject();
    row.addProperty("object_id", pair.item().value());
    row.addProperty("replica_id", pair.replica().value());
    row.addProperty("created_at", now.toString());
    row.addProperty("reported_at", (reported.isBefore(hydrated) ? reported : hydrated).toString());
    row.addProperty("hydrates_at", never.contains(name) ? NEVER : hydrated.toString());
    wake(REPORTED_AFTER);
    wake(takes);
    return row;
  }

  private static Set<Pair> pairs(CatalogState of) {
    Set<Pair> pairs = new HashSet<>();
    for (Item item : of.items()) {
      if (item.cluster() != null) {
        of.replicas(item.cluster()).forEach(r -> pairs.add(new Pair(item.id(), r.id())));
      }
    }
    return pairs;
  }

  private static String key(Pair pair) {
    return pair.item() + "/" + pair.replica();
  }

  /** Ends the alarm that wakes listeners. */
  @Override
  public void close() {
    alarm.shutdownNow();
  }
}
