package dev.verdigris.engine.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Matches lists of texts, in order or as multisets, with placeholders bound on the way. */
final class Matching {

  /** More tries than that and a multiset counts as different: it is not a contract but a puzzle. */
  private static final int TRIES = 200_000;

  private int tries;

  private Matching() {}

  /** Texts of the same number, in order. */
  static Optional<Placeholders> ordered(
      List<? extends @Nullable String> expected,
      List<? extends @Nullable String> actual,
      Placeholders bound) {
    if (expected.size() != actual.size()) {
      return Optional.empty();
    }
    Placeholders current = bound;
    for (int i = 0; i < expected.size(); i++) {
      Optional<Placeholders> next = current.match(expected.get(i), actual.get(i));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      current = next.get();
    }
    return Optional.of(current);
  }

  /** Rows of the same number, each matched with one of the others, in whatever order. */
  static Optional<Placeholders> unordered(
      List<? extends List<? extends @Nullable String>> expected,
      List<? extends List<? extends @Nullable String>> actual,
      Placeholders bound) {
    if (expected.size() != actual.size()) {
      return Optional.empty();
    }
    return new Matching().assign(expected, new ArrayList<>(actual), 0, bound);
  }

  private Optional<Placeholders> assign(
      List<? extends List<? extends @Nullable String>> expected,
      List<? extends List<? extends @Nullable String>> free,
      int index,
      Placeholders bound) {
    if (index == expected.size()) {
      return Optional.of(bound);
    }
    for (int i = 0; i < free.size(); i++) {
      if (++tries > TRIES) {
        return Optional.empty();
      }
      Optional<Placeholders> here = ordered(expected.get(index), free.get(i), bound);
      if (here.isPresent()) {
        List<List<? extends @Nullable String>> rest = new ArrayList<>(free);
        rest.remove(i);
        Optional<Placeholders> all = assign(expected, rest, index + 1, here.get());
        if (all.isPresent()) {
          return all;
        }
        if (here.get().equals(bound)) {
          // Nothing was bound by this row, so another equal one would fail as well.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
