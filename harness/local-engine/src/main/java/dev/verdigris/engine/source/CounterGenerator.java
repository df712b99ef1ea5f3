package dev.verdigris.engine.source;

import org.jspecify.annotations.Nullable;

/**
 * Counts: the nth tick brings n.
 *
 * @param most how many numbers there are at once, the oldest going first; null: all
 */
record CounterGenerator(@Nullable Long most) implements Generator {

  @Override
  public void snapshot(String output, long tick, Rows rows) {
    for (long n = most == null ? 1 : Math.max(1, tick - most + 1); n <= tick; n++) {
      rows.insert(n);
    }
  }

  @Override
  public void tick(String output, long tick, Rows rows) {
    if (most != null && tick > most) {
      rows.delete(tick - most);
    }
    rows.insert(tick);
  }
}
