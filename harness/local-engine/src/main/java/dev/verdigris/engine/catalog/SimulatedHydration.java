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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When objects are said to be hydrated, and whether any replica tells: by their full names, by the
 * cluster that they are on, or in turns.
 */
final class SimulatedHydration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedHydration.class);

  /** An object that takes longer than this is reported, as not hydrated, after that time. */
  private static final Duration REPORTED_AFTER = Duration.ofMillis(150);

  static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final String INFINITY = "infinity";
  private static final String HYDRATION = "hydration_takes";
  private static final String CLUSTER_HYDRATION = "cluster_hydration_takes";
  private static final String FLAPS = "hydration_flaps";
  private static final String HELD_BACK = "status_is_held_back";

  private static final String OBJECT = "i.full_name = ?";
  private static final String OF_CLUSTER =
      "i.cluster_id = (SELECT id FROM mz_local.cluster WHERE name = ?)";

  private final Steerings steerings;
  private final StoreStatements statements;
  private final Runnable changed;
  private final Map<String, Duration> hydrations = new ConcurrentHashMap<>();
  private final Map<String, Duration> clusterHydrations = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> flapping = new ConcurrentHashMap<>();
  private final Set<String> down = ConcurrentHashMap.newKeySet();
  private final Set<String> heldBack = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "verdigris-simulation");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Duration otherwise = Simulation.DEFAULT_HYDRATION;

  /**
   * With nothing said yet.
   *
   * @param statements what is said of objects that exist is written by
   * @param changed is told whenever what the catalog shows may have changed
   */
  SimulatedHydration(Steerings steerings, StoreStatements statements, Runnable changed) {
    this.steerings = steerings;
    this.statements = statements;
    this.changed = changed;
  }

  void takes(Duration duration) {
    otherwise = duration;
    if (duration.equals(Simulation.DEFAULT_HYDRATION)) {
      steerings.unset(HYDRATION, "");
    } else {
      steerings.set(HYDRATION, "", Spans.text(duration));
    }
  }

  void takes(String object, Duration duration) {
    steadies(object);
    hydrations.put(object, duration);
    steerings.set(HYDRATION, object, text(duration));
    rehydrate(OBJECT, object, duration);
  }

  void clusterTakes(String cluster, Duration duration) {
    clusterHydrations.put(cluster, duration);
    steerings.set(CLUSTER_HYDRATION, cluster, text(duration));
    rehydrate(OF_CLUSTER, cluster, duration);
  }

  void flaps(String object, Duration each) {
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

  private void steadies(String object) {
    Future<?> turns = flapping.remove(object);
    if (turns != null) {
      turns.cancel(false);
      steerings.unset(FLAPS, object);
    }
    down.remove(object);
  }

  void isHeldBack(String object) {
    heldBack.add(object);
    steerings.set(HELD_BACK, object, "");
    statements.run(
        "UPDATE mz_local.hydration SET reported_at = 'infinity'"
            + " WHERE object_id IN (SELECT id FROM mz_local.item WHERE full_name = ?)",
        object);
    changed.run();
  }

  /** Hydrates what exists anew; {@code which} tells the items by the name. */
  private void rehydrate(String which, String name, Duration duration) {
    boolean quick = duration.compareTo(REPORTED_AFTER) <= 0;
    String at = at(Instant.now(), duration);
    statements.run(
        "UPDATE mz_local.hydration h SET hydrates_at = ?::timestamptz, reported_at = CASE"
            + " WHEN h.reported_at = 'infinity' THEN h.reported_at"
            + " WHEN ?::boolean THEN ?::timestamptz ELSE statement_timestamp() END"
            + " FROM mz_local.item i WHERE i.id = h.object_id AND "
            + which,
        at,
        Boolean.toString(quick),
        at,
        name);
    changed.run();
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

  /** Has everybody look again once objects that were made now are hydrated. */
  private void wake(Duration after) {
    Future<?> unused = alarm.schedule(changed, after.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  /** Takes back what was said of an object or a cluster; what waited is hydrated now. */
  void reset(String target) {
    steadies(target);
    hydrations.remove(target);
    steerings.unset(HYDRATION, target);
    clusterHydrations.remove(target);
    steerings.unset(CLUSTER_HYDRATION, target);
    heldBack.remove(target);
    steerings.unset(HELD_BACK, target);
    statements.run(
        "UPDATE mz_local.hydration h SET hydrates_at = least(h.hydrates_at, statement_timestamp()),"
            + " reported_at = least(h.reported_at, statement_timestamp()) FROM mz_local.item i"
            + " WHERE i.id = h.object_id AND (i.full_name = ? OR i.cluster_id = (SELECT id FROM"
            + " mz_local.cluster WHERE name = ?))",
        target,
        target);
  }

  /** The objects and clusters of which something is said. */
  Set<String> targets() {
    Set<String> targets = new HashSet<>(hydrations.keySet());
    targets.addAll(clusterHydrations.keySet());
    targets.addAll(heldBack);
    targets.addAll(flapping.keySet());
    return targets;
  }

  /** Writes what hydrates because of a change, and what does no longer. */
  void save(CatalogStore into, CatalogState before, CatalogState after) throws SQLException {
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
    Duration takes = time(item, name, after);
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

  private Duration time(Item item, String name, CatalogState state) {
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
    return otherwise;
  }

  /** Ends the alarm that wakes listeners, and all turns. */
  @Override
  public void close() {
    alarm.shutdownNow();
  }
}
