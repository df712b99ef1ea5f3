package dev.verdigris.engine.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hydration, lag and health, as the engine makes them believe. It computes every view anew for each
 * reader, so nothing is ever really behind; a test says here what should look as if it were.
 */
public final class Simulation {
  /** How long an object takes to hydrate unless something else is said. */
  public static final Duration DEFAULT_HYDRATION = Duration.ofMillis(150);

  private final Map<ItemId, Duration> lags = new ConcurrentHashMap<>();
  private volatile Duration hydration = DEFAULT_HYDRATION;

  Simulation() {}

  /** How long objects that are made from now on take to hydrate, on each replica. */
  public void hydrationTakes(Duration duration) {
    hydration = duration;
  }

  /** How far an object is behind its inputs. */
  public void lagOf(ItemId item, Duration lag) {
    lags.put(item, lag);
  }

  Duration hydration() {
    return hydration;
  }
}
