package dev.verdigris.engine.source;

import java.util.List;

/** Numbers that look random and follow from a seed: the same on every machine, in every version. */
final class Dice {
  private long state;

  /**
   * Dice for one thing.
   *
   * @param kind what sort of thing
   * @param number which one
   */
  Dice(String kind, long... number) {
    state = kind.hashCode();
    for (long part : number) {
      state = mix(state * 31 + part);
    }
  }

  /** From {@code low} to {@code high}, both included. */
  long between(long low, long high) {
    state = mix(state);
    return low + Math.floorMod(state >>> 1, high - low + 1);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get((int) between(0, choices.size() - 1));
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
