package dev.verdigris.engine.query;

import dev.verdigris.engine.query.Scope.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keys of an inner join: those of an input that meets at most one row of every other one. */
final class JoinKeys {

  /** One input of a join: its columns and keys, all by {@link Planning#columnId}. */
  record Input(Set<Integer> columns, Keys keys) {}

  private final Map<Integer, Set<Integer>> equal = new HashMap<>();
  private final Set<Integer> constants = new HashSet<>();
  private final Set<Integer> notNull = new HashSet<>();

  private JoinKeys() {}

  /** What conditions say of columns: which are equal, constant, not null. */
  static JoinKeys of(List<Expression> conditions) {
    JoinKeys keys = new JoinKeys();
    conditions.forEach(keys::note);
    return keys;
  }

  static Input unknown(List<Entry> entries) {
    return new Input(ids(entries), Keys.NONE);
  }

  static Set<Integer> ids(List<Entry> entries) {
    Set<Integer> ids = new TreeSet<>();
    for (Entry entry : entries) {
      if (entry.expression().origin() instanceof Origin.Column column) {
        ids.add(id(column));
      }
    }
    return ids;
  }

  static int id(Origin.Column column) {
    return Planning.columnId(column.relation(), column.index());
  }

  /** The keys of all inputs joined under the conditions. */
  Keys keys(List<Input> inputs) {
    if (inputs.isEmpty()) {
      return Keys.ONE_ROW;
    }
    Keys result = Keys.NONE;
    for (Input start : inputs) {
      if (reachesAll(start, inputs)) {
        result = result.or(start.keys());
      }
    }
    return result.withoutConstants(constants).withEqual(equal);
  }

  boolean isNotNull(Expression expression) {
    return expression.origin() instanceof Origin.Column column && notNull.contains(id(column));
  }

  private boolean reachesAll(Input start, List<Input> inputs) {
    Set<Integer> known = new HashSet<>(start.columns());
    known.addAll(constants);
    List<Input> left = new ArrayList<>(inputs);
    left.remove(start);
    boolean progress = true;
    while (progress && !left.isEmpty()) {
      progress = false;
      for (Input next : List.copyOf(left)) {
        if (next.keys().coveredBy(reachable(known))) {
          known.addAll(next.columns());
          left.remove(next);
          progress = true;
        }
      }
    }
    return left.isEmpty();
  }

  private Set<Integer> reachable(Set<Integer> known) {
    Set<Integer> all = new HashSet<>(known);
    for (int column : known) {
      all.addAll(equal.getOrDefault(column, Set.of()));
    }
    return all;
  }

  private void note(Expression condition) {
    Origin origin = condition.origin();
    if (origin instanceof Origin.And and) {
      and.conditions().forEach(this::note);
    } else if (origin instanceof Origin.Equal equality) {
      noteEquality(equality.left(), equality.right());
      noteEquality(equality.right(), equality.left());
    } else if (origin instanceof Origin.Strict strict) {
      strict.operands().forEach(this::noteNotNull);
    } else if (origin instanceof Origin.NotNull test) {
      noteNotNull(test.operand());
    } else {
      noteNotNull(condition);
    }
  }

  private void noteEquality(Expression left, Expression right) {
    noteNotNull(left);
    if (left.origin() instanceof Origin.Column l) {
      if (right.origin() instanceof Origin.Column r) {
        equal.computeIfAbsent(id(l), c -> new TreeSet<>()).add(id(r));
      } else if (right.origin() instanceof Origin.Constant && !right.nullable()) {
        constants.add(id(l));
      }
    }
  }

  private void noteNotNull(Expression expression) {
    if (expression.origin() instanceof Origin.Column column) {
      notNull.add(id(column));
    }
  }
}
