package dev.verdigris.engine.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sets of columns of a relation that are unique together, as far as is certain. An empty set says
 * that there is at most one row.
 */
record Keys(Set<Set<Integer>> sets) {
  static final Keys NONE = new Keys(Set.of());
  static final Keys ONE_ROW = new Keys(Set.of(Set.of()));

  static Keys of(List<List<Integer>> lists) {
    Set<Set<Integer>> sets = new HashSet<>();
    for (List<Integer> list : lists) {
      sets.add(new TreeSet<>(list));
    }
    return minimal(sets);
  }

  static Keys of(Set<Integer> columns) {
    return new Keys(Set.of(columns));
  }

  /** All columns of a relation, taken together. */
  static Keys all(int columns) {
    Set<Integer> set = new TreeSet<>();
    for (int i = 0; i < columns; i++) {
      set.add(i);
    }
    return of(set);
  }

  Keys or(Keys other) {
    Set<Set<Integer>> both = new HashSet<>(sets);
    both.addAll(other.sets);
    return minimal(both);
  }

  /** The keys with every column in place of another; keys with a column that has none are lost. */
  Keys mapped(IntFunction<@Nullable Integer> place) {
    Set<Set<Integer>> result = new HashSet<>();
    for (Set<Integer> key : sets) {
      Set<Integer> moved = new TreeSet<>();
      boolean complete = true;
      for (int column : key) {
        Integer to = place.apply(column);
        if (to == null) {
          complete = false;
          break;
        }
        moved.add(to);
      }
      if (complete) {
        result.add(moved);
      }
    }
    return minimal(result);
  }

  /** The keys without columns that have one value only. */
  Keys withoutConstants(Set<Integer> constants) {
    Set<Set<Integer>> result = new HashSet<>();
    for (Set<Integer> key : sets) {
      Set<Integer> left = new TreeSet<>(key);
      left.removeAll(constants);
      result.add(left);
    }
    return minimal(result);
  }

  /** The keys, and the same with columns replaced by equal ones. */
  Keys withEqual(Map<Integer, Set<Integer>> equal) {
    Set<Set<Integer>> result = new HashSet<>(sets);
    for (Set<Integer> key : sets) {
      for (int column : key) {
        for (int other : equal.getOrDefault(column, Set.of())) {
          Set<Integer> moved = new TreeSet<>(key);
          moved.remove(column);
          moved.add(other);
          result.add(moved);
        }
      }
    }
    return minimal(result);
  }

  /** Whether one of the keys has only columns of {@code columns}. */
  boolean coveredBy(Set<Integer> columns) {
    return sets.stream().anyMatch(columns::containsAll);
  }

  /** One sorted list a key, shorter ones first. */
  List<List<Integer>> lists() {
    List<List<Integer>> lists = new ArrayList<>();
    for (Set<Integer> key : sets) {
      lists.add(key.stream().sorted().toList());
    }
    lists.sort(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(List::toString));
    return lists;
  }

  private static Keys minimal(Set<Set<Integer>> sets) {
    Set<Set<Integer>> result = new HashSet<>();
    for (Set<Integer> key : sets) {
      boolean implied = sets.stream().anyMatch(o -> o.size() < key.size() && key.containsAll(o));
      if (!implied) {
        result.add(key);
      }
    }
    return new Keys(result);
  }
}
