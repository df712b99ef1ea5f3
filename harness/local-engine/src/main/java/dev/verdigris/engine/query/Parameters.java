package dev.verdigris.engine.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parameters {@code $1}, {@code $2}, … of one statement, and their types as they settle. */
final class Parameters {
  private final Map<Integer, SqlType> types = new TreeMap<>();
  private int highest;

  /** With the types that the client declared, in order; unknown ones are left to the context. */
  Parameters(List<SqlType> declared) {
    for (int i = 0; i < declared.size(); i++) {
      if (declared.get(i).kind() != SqlType.Kind.UNKNOWN) {
        types.put(i + 1, declared.get(i));
      }
    }
    highest = declared.size();
  }

  Expression use(int number) {
    highest = Math.max(highest, number);
    SqlType type = types.get(number);
    if (type == null) {
      return new Expression(
          "$" + number, SqlType.UNKNOWN, true, new Origin.Parameter(number), Facts.NONE);
    }
    return Expression.of("($" + number + "::" + type.postgres() + ")", type, true);
  }

  void settle(int number, SqlType type) {
    types.putIfAbsent(number, type);
  }

  /** The type of each parameter up to the highest; text where nothing settled it. */
  List<SqlType> types() {
    List<SqlType> result = new ArrayList<>();
    for (int i = 1; i <= highest; i++) {
      if (!types.containsKey(i)) {
        throw QueryErrors.unsettledParameter(i);
      }
      result.add(types.get(i));
    }
    return result;
  }
}
