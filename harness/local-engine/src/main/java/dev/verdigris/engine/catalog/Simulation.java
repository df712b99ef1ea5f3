package dev.verdigris.engine.catalog;

import dev.verdigris.engine.fault.Steerings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Hydration, lag and health, as the engine makes them believe. It computes every view anew for each
 * reader, so nothing is ever really behind; a test says here what should look as if it were.
 *
 * <p>Objects are named in full, {@code materialize.public.v}. What is said of an object that does
 * not exist yet holds from its first moment on, and follows the object through renames and swaps.
 * All of it lasts as long as the engine's process, or until it is taken back; a restart hydrates
 * everything anew.
 */
public final class Simulation implements AutoCloseable {

  /** How long an object takes to hydrate unless something else is said. */
  public static final Duration DEFAULT_HYDRATION = Duration.ofMillis(150);

  private final SimulatedHydration hydration;
  private final SimulatedLag lags;
  private final SimulatedHealth health;
  private final SimulatedSources sources;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable CatalogStore store;

  /** With nothing said yet. */
  public Simulation(Steerings steerings) {
    this.hydration = new SimulatedHydration(steerings, this::run, this::changed);
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
          hydration.save(newStore, nothing, state);
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
    hydration.takes(duration);
  }

  /**
   * How long one object takes to hydrate, from now on if it exists.
   *
   * @param object its full name, also of one that is yet to be made: {@code database.schema.name}
   * @throws IllegalArgumentException if it is not a full name, here and in what follows
   */
  public void hydrationTakes(String object, Duration duration) {
    requireFullName(object);
    hydration.takes(object, duration);
  }

  /** Says that an object never hydrates; if it exists, it is no longer hydrated. */
  public void neverHydrates(String object) {
    hydrationTakes(object, SimulatedHydration.NEVER);
  }

  /**
   * How long the objects of a cluster take to hydrate, from now on if they exist. What was said of
   * an object by name goes before.
   */
  public void clusterHydrationTakes(String cluster, Duration duration) {
    hydration.clusterTakes(cluster, duration);
  }

  /** Says that no object of a cluster ever hydrates. */
  public void clusterNeverHydrates(String cluster) {
    clusterHydrationTakes(cluster, SimulatedHydration.NEVER);
  }

  /**
   * An object is hydrated and not hydrated in turns, beginning with not.
   *
   * @param each how long either lasts, at least a millisecond
   */
  public void hydrationFlaps(String object, Duration each) {
    requireFullName(object);
    hydration.flaps(object, each);
  }

  /**
   * No replica reports an object: its one row in {@code mz_hydration_statuses} has no replica and
   * is not hydrated, though it may be readable.
   */
  public void statusIsHeldBack(String object) {
    requireFullName(object);
    hydration.isHeldBack(object);
  }

  /** A name that is never met would steer nothing, silently. */
  private static void requireFullName(String object) {
    if (object.chars().filter(c -> c == '.').count() < 2) {
      throw new IllegalArgumentException(
          "\"" + object + "\" is not the full name of an object: database.schema.name");
    }
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
    hydration.reset(target);
    lags.reset(target, this::run);
    health.reset(target, this::run);
    sources.reset(target, this::run);
    changed();
  }

  /** Takes everything back. */
  public void reset() {
    hydrationTakes(DEFAULT_HYDRATION);
    Set<String> targets = hydration.targets();
    targets.addAll(lags.objects());
    targets.addAll(health.replicas());
    targets.addAll(sources.sources());
    targets.forEach(this::reset);
  }

  /** Tells somebody whenever what the catalog shows of all this may have changed. */
  public void addListener(Runnable listener) {
    listeners.add(listener);
  }

  void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Writes, within the change's own transaction, what hydrates from now on and what does not. */
  void save(CatalogStore into, CatalogState before, CatalogState after) throws SQLException {
    hydration.save(into, before, after);
    lags.save(into, before, after);
    SimulatedHealth.save(into, before, after);
  }

  /** Ends the alarm that wakes listeners, and all turns. */
  @Override
  public void close() {
    hydration.close();
  }
}
