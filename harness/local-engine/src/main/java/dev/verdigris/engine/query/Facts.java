package dev.verdigris.engine.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an expression inherits from its parts.
 *
 * @param columns columns of the query's own level outside of aggregates, as an error names them
 * @param volatileCalls functions whose value depends on session or time, such as {@code mz_now}
 * @param aggregate whether an aggregate of the query's own level is in it
 * @param window whether a window function is in it
 */
record Facts(Set<String> columns, Set<String> volatileCalls, boolean aggregate, boolean window) {
  static final Facts NONE = new Facts(Set.of(), Set.of(), false, false);

  static Facts of(List<Expression> parts) {
    Facts result = NONE;
    for (Expression part : parts) {
      result = result.and(part.facts());
    }
    return result;
  }

  Facts and(Facts other) {
    if (this.equals(NONE)) {
      return other;
    }
    if (other.equals(NONE)) {
      return this;
    }
    return new Facts(
        union(columns, other.columns),
        union(volatileCalls, other.volatileCalls),
        aggregate || other.aggregate,
        window || other.window);
  }

  Facts withColumn(String name) {
    return new Facts(union(columns, Set.of(name)), volatileCalls, aggregate, window);
  }

  Facts withVolatileCall(String name) {
    return new Facts(columns, union(volatileCalls, Set.of(name)), aggregate, window);
  }

  /** What stands inside of an aggregate is grouped. */
  Facts aggregated() {
    return new Facts(Set.of(), volatileCalls, true, window);
  }

  Facts grouped() {
    return new Facts(Set.of(), volatileCalls, aggregate, window);
  }

  Facts windowed() {
    return new Facts(columns, volatileCalls, aggregate, true);
  }

  private static Set<String> union(Set<String> left, Set<String> right) {
    if (left.isEmpty()) {
      return right;
    }
    if (right.isEmpty()) {
      return left;
    }
    Set<String> both = new LinkedHashSet<>(left);
    both.addAll(right);
    return both;
  }
}
