package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.fault.Spans;
import dev.verdigris.engine.fault.Steerings;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hydration, lag and health, as the engine makes them believe. It computes every view anew for each
 * reader, so nothing is ever really behind; a test says here what should look as if it were.
 *
 * <p>Objects are named in full, {@code materialize.public.v}. What is said of an object that does
 * not exist yet holds from its first moment on, and follows the object through renames and swaps.
 * All of it lasts as long as the engine's process, or until it is taken back; a restart hydrates
 * everything anew.
 *
 * <p>A long file: every way to steer stands where its users look for it.
 */
public final class Simulation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

  /** How long an object takes to hydrate unless something else is said. */
  public static final Duration DEFAULT_HYDRATION = Duration.ofMillis(150);

  /** An object that takes longer than this is reported, as not hydrated, after that time. */
  private static final Duration REPORTED_AFTER = Duration.ofMillis(150);

  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final String INFINITY = "infinity";
  private static final String HYDRATION = "hydration_takes";
  private static final String CLUSTER_HYDRATION = "cluster_hydration_takes";
  private static final String FLAPS = "hydration_flaps";
  private static final String HELD_BACK = "status_is_held_back";

  private static final String OBJECT = "i.full_name = ?";
  private static final String OF_CLUSTER =
      "i.cluster_id = (SELECT id FROM mz_local.cluster WHERE name = ?)";

  private final Steerings steerings;
  private final Map<String, Duration> hydrations = new ConcurrentHashMap<>();
  private final Map<String, Duration> clusterHydrations = new ConcurrentHashMap<>();
  private final SimulatedLag lags;
  private final SimulatedHealth health;
  private final SimulatedSources sources;
  private final Map<String, Future<?>> flapping = new ConcurrentHashMap<>();
  private final Set<String> down = ConcurrentHashMap.newKeySet();
  private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "verdigris-simulation");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Duration hydration = DEFAULT_HYDRATION;
  private volatile @Nullable CatalogStore store;

  /** With nothing said yet. */
  public Simulation(Steerings steerings) {
    this.steerings = steerings;
    this.lags = new SimulatedLag(steerings);
    this.health = new SimulatedHealth(steerings);
    this.sources = new SimulatedSources(steerings);
  }

  /** Plays on another catalog from now on: all its objects hydrate anew, replicas are online. */
  void use(CatalogStore newStore, CatalogState state) {
    listeners.clear();
    store = newStore;
    newStore.transaction(
        () -> {
          newStore.clear("hydration");
          newStore.clear("lag");
          CatalogState nothing = new CatalogBuilder(state.system()).build();
          hydrations(newStore, nothing, state);
          lags.save(newStore, nothing, state);
        });
    health.beginAnew(this::run);
    sources.beginAnew(this::run);
  }

  /** The catalog is gone; what is said now holds for the next one. */
  void leave() {
    store = null;
  }

  private void run(String sql, String... parameters) {
    CatalogStore to = store;
    if (to != null) {
      to.run(sql, parameters);
    }
  }

  /** How long objects that are made from now on take to hydrate, on each replica. */
  public void hydrationTakes(Duration duration) {
    hydration = duration;
    if (duration.equals(DEFAULT_HYDRATION)) {
      steerings.unset(HYDRATION, "");
    } else {
      steerings.set(HYDRATION, "", Spans.text(duration));
    }
  }

  /**
   * How long one object takes to hydrate, from now on if it exists.
   *
   * @param object its full name, also of one that is yet to be made: {@code database.schema.name}
   * @throws IllegalArgumentException if it is not a full name, here and in what follows
   */
  public void hydrationTakes(String object, Duration duration) {
    requireFullName(object);
    steadies(object);
    hydrations.put(object, duration);
    steerings.set(HYDRATION, object, text(duration));
    rehydrate(OBJECT, object, duration);
  }

  /** Says that an object never hydrates; if it exists, it is no longer hydrated. */
  public void neverHydrates(String object) {
    hydrationTakes(object, NEVER);
  }

  /**
   * How long the objects of a cluster take to hydrate, from now on if they exist. What was said of
   * an object by name goes before.
   */
  public void clusterHydrationTakes(String cluster, Duration duration) {
    clusterHydrations.put(cluster, duration);
    steerings.set(CLUSTER_HYDRATION, cluster, text(duration));
    rehydrate(OF_CLUSTER, cluster, duration);
  }

  /** Says that no object of a cluster ever hydrates. */
  public void clusterNeverHydrates(String cluster) {
    clusterHydrationTakes(cluster, NEVER);
  }

  /**
   * An object is hydrated and not hydrated in turns, beginning with not.
   *
   * @param each how long either lasts, at least a millisecond
   */
  public void hydrationFlaps(String object, Duration each) {
    requireFullName(object);
    steadies(object);
    steerings.set(FLAPS, object, "every " + Spans.text(each));
    down.add(object);
    rehydrate(OBJECT, object, NEVER);
    Future<?> turns =
        alarm.scheduleAtFixedRate(
            () -> turn(object), each.toMillis(), each.toMillis(), TimeUnit.MILLISECONDS);
    flapping.put(object, turns);
  }

  private void turn(String object) {
    boolean up = down.remove(object);
    if (!up) {
      down.add(object);
    }
    steerings.fired(FLAPS, object, up ? "hydrated" : "not hydrated");
    try {
      rehydrate(OBJECT, object, up ? Duration.ZERO : NEVER);
    } catch (SqlException e) {
      // The engine ends or starts anew; the next turn comes.
      LOG.debug("cannot turn the hydration of {}", object, e);
    }
  }

  /** A name that is never met would steer nothing, silently. */
  private static void requireFullName(String object) {
    if (object.chars().filter(c -> c == '.').count() < 2) {
      throw new IllegalArgumentException(
          "\"" + object + "\" is not the full name of an object: database.schema.name");
    }
  }

  private void steadies(String object) {
    Future<?> turns = flapping.remove(object);
    if (turns != null) {
      turns.cancel(false);
      steerings.unset(FLAPS, object);
    }
    down.remove(object);
  }

  /**
   * No replica reports an object: its one row in {@code mz_hydration_statuses} has no replica and
   * is not hydrated, though it may be readable.
   */
  public void statusIsHeldBack(String object) {
    requireFullName(object);
    heldBack.add(object);
    steerings.set(HELD_BACK, object, "");
    run(
        "UPDATE mz_local.hydration SET reported_at = 'infinity'"
            + " WHERE object_id IN (SELECT id FROM mz_local.item WHERE full_name = ?)",
        object);
    changed();
  }

  /** Hydrates what exists anew; {@code which} tells the items by the name. */
  private void rehydrate(String which, String name, Duration duration) {
    boolean quick = duration.compareTo(REPORTED_AFTER) <= 0;
    String at = at(Instant.now(), duration);
    run(
        "UPDATE mz_local.hydration h SET hydrates_at = ?::timestamptz, reported_at = CASE"
            + " WHEN h.reported_at = 'infinity' THEN h.reported_at"
            + " WHEN ?::boolean THEN ?::timestamptz ELSE statement_timestamp() END"
            + " FROM mz_local.item i WHERE i.id = h.object_id AND "
            + which,
        at,
        Boolean.toString(quick),
        at,
        name);
    changed();
    if (!duration.equals(NEVER)) {
      wake(duration);
    }
  }

  private static String at(Instant from, Duration after) {
    return after.equals(NEVER) ? INFINITY : from.plus(after).toString();
  }

  private static String text(Duration duration) {
    return duration.equals(NEVER) ? "never" : Spans.text(duration);
  }

  /** How far an object is behind its inputs from now on; zero is what it is otherwise. */
  public void lags(String object, Duration lag) {
    requireFullName(object);
    lags.set(object, lag, this::run);
    changed();
  }

  /**
   * How one of a cluster's replicas is from now on.
   *
   * @param status {@code online} or {@code offline}
   * @param reason such as {@code oom-killed}; null if there is none
   */
  public void replicaIs(String cluster, String replica, String status, @Nullable String reason) {
    health.set(cluster, replica, status, reason, this::run);
    changed();
  }

  /**
   * How a source is from now on, with what is made of it; it goes on feeding all the same.
   *
   * @param source its full name; it has to exist
   * @param status such as {@code running} or {@code stalled}
   * @param error why it is not running; null if nothing is said of that
   */
  public void sourceIs(String source, String status, @Nullable String error) {
    requireFullName(source);
    sources.set(source, status, error, this::run);
    changed();
  }

  /**
   * How a sink is from now on, as its runner sees it.
   *
   * @param status such as {@code running} or {@code stalled}
   * @param error why it is not running; null if there is nothing wrong
   */
  public void sinkIs(ItemId sink, String status, @Nullable String error) {
    run(
        "INSERT INTO mz_local.sink_status VALUES (?, ?, nullif(?, ''), clock_timestamp())"
            + " ON CONFLICT (sink_id) DO UPDATE SET status = excluded.status, error ="
            + " excluded.error, updated_at = excluded.updated_at",
        sink.value(),
        status,
        error == null ? "" : error);
    changed();
  }

  /**
   * Takes back what was said of one target: the full name of an object, a cluster, or a replica as
   * {@code cluster.replica}. What waited to hydrate is hydrated now.
   */
  public void reset(String target) {
    steadies(target);
    hydrations.remove(target);
    steerings.unset(HYDRATION, target);
    clusterHydrations.remove(target);
    steerings.unset(CLUSTER_HYDRATION, target);
    heldBack.remove(target);
    steerings.unset(HELD_BACK, target);
    lags.reset(target, this::run);
    health.reset(target, this::run);
    sources.reset(target, this::run);
    run(
        "UPDATE mz_local.hydration h SET hydrates_at = least(h.hydrates_at, statement_timestamp()),"
            + " reported_at = least(h.reported_at, statement_timestamp()) FROM mz_local.item i"
            + " WHERE i.id = h.object_id AND (i.full_name = ? OR i.cluster_id = (SELECT id FROM"
            + " mz_local.cluster WHERE name = ?))",
        target,
        target);
    changed();
  }

  /** Takes everything back. */
  public void reset() {
    hydrationTakes(DEFAULT_HYDRATION);
    Set<String> targets = new HashSet<>(hydrations.keySet());
    targets.addAll(clusterHydrations.keySet());
    targets.addAll(heldBack);
    targets.addAll(lags.objects());
    targets.addAll(health.replicas());
    targets.addAll(sources.sources());
    targets.addAll(flapping.keySet());
    targets.forEach(this::reset);
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
  void save(CatalogStore into, CatalogState before, CatalogState after) throws SQLException {
    hydrations(into, before, after);
    lags.save(into, before, after);
    SimulatedHealth.save(into, before, after);
  }

  private void hydrations(CatalogStore into, CatalogState before, CatalogState after)
      throws SQLException {
    Set<HydratingObject> old = HydratingObject.of(before);
    Set<HydratingObject> current = HydratingObject.of(after);
    // Hydration takes real time, whatever the engine's clock was told.
    Instant now = Instant.now();
    JsonArray rows = new JsonArray();
    for (HydratingObject pair : current) {
      if (!old.contains(pair)) {
        rows.add(row(pair, after, now));
      }
    }
    JsonArray gone = new JsonArray();
    old.stream().filter(p -> !current.contains(p)).forEach(p -> gone.add(p.key()));
    into.delete("hydration", "object_id || '/' || replica_id", gone);
    into.insert("hydration", rows);
  }

  private JsonObject row(HydratingObject pair, CatalogState after, Instant now) {
    Item item = Objects.requireNonNull(after.item(pair.item()));
    String name = String.join(".", after.fullName(item));
    Duration takes = takes(item, name, after);
    boolean unseen = heldBack.contains(name);
    if (unseen) {
      steerings.fired(HELD_BACK, name, "made as " + item.id());
    }
    boolean quick = takes.compareTo(REPORTED_AFTER) <= 0;
    JsonObject row = new JsonObject();
    row.addProperty("object_id", pair.item().value());
    row.addProperty("replica_id", pair.replica().value());
    row.addProperty("created_at", now.toString());
    row.addProperty("reported_at", unseen ? INFINITY : at(now, quick ? takes : REPORTED_AFTER));
    row.addProperty("hydrates_at", at(now, takes));
    wake(REPORTED_AFTER);
    if (!takes.equals(NEVER)) {
      wake(takes);
    }
    return row;
  }

  private Duration takes(Item item, String name, CatalogState state) {
    if (flapping.containsKey(name)) {
      return down.contains(name) ? NEVER : Duration.ZERO;
    }
    Duration said = hydrations.get(name);
    if (said != null) {
      steerings.fired(HYDRATION, name, "made as " + item.id());
      return said;
    }
    Cluster cluster = item.cluster() == null ? null : state.cluster(item.cluster());
    Duration byCluster = cluster == null ? null : clusterHydrations.get(cluster.name());
    if (cluster != null && byCluster != null) {
      steerings.fired(CLUSTER_HYDRATION, cluster.name(), name + " made as " + item.id());
      return byCluster;
    }
    return hydration;
  }

  /** Ends the alarm that wakes listeners, and all turns. */
  @Override
  public void close() {
    alarm.shutdownNow();
  }
}
