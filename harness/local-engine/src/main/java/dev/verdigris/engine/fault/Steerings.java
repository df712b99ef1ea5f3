package dev.verdigris.engine.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of all that an engine was told to do otherwise. Each entry is logged when it is set,
 * when it has an effect and when it is taken back: who reads the log of a test that failed sees
 * what was meant to go wrong.
 */
public final class Steerings {
  private static final Logger LOG = LoggerFactory.getLogger(Steerings.class);

  private record Key(String name, String target) {}

  private final Map<Key, Steering> entries = new LinkedHashMap<>();

  /** Notes that something is set, in place of what was said of the same target before. */
  public synchronized void set(String name, String target, String setting) {
    Steering steering = new Steering(name, target, setting, 0);
    entries.put(new Key(name, target), steering);
    LOG.warn("steering set: {}", steering);
  }

  /** Notes that it had an effect. */
  public synchronized void fired(String name, String target, String effect) {
    entries.computeIfPresent(
        new Key(name, target),
        (key, is) -> new Steering(is.name(), is.target(), is.setting(), is.fired() + 1));
    LOG.warn("steering fired: {}{}: {}", name, target.isEmpty() ? "" : " " + target, effect);
  }

  /** Notes that it is as it would be by itself again; nothing happens where it was not set. */
  public synchronized void unset(String name, String target) {
    Steering was = entries.remove(new Key(name, target));
    if (was != null) {
      LOG.warn("steering reset: {}", was);
    }
  }

  /** What is set now, in the order in which it was set first. */
  public synchronized List<Steering> list() {
    return new ArrayList<>(entries.values());
  }
}
