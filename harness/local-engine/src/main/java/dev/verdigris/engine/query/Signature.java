package dev.verdigris.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One signature of a function or operator of Materialize, as its list has it.
 *
 * @param schema where it is; empty for operators
 * @param name its name
 * @param arguments types of the arguments, short names
 * @param variadic type of further arguments, if it takes any
 * @param returns type of the result
 * @param set whether it returns rows
 */
record Signature(
    String schema,
    String name,
    List<String> arguments,
    @Nullable String variadic,
    String returns,
    boolean set) {

  static Signature function(String[] row) {
    return new Signature(
        row[0],
        row[1],
        split(row[2]),
        row[3].isEmpty() ? null : row[3],
        row[4],
        row[5].equals("t"));
  }

  static Signature operator(String[] row) {
    return new Signature("", row[0], split(row[1]), null, row[2], false);
  }

  String argumentText() {
    return String.join(", ", arguments);
  }

  String argument(int index) {
    if (index < arguments.size() && (variadic == null || index < arguments.size() - 1)) {
      return arguments.get(index);
    }
    return variadic == null ? arguments.get(index) : variadic;
  }

  boolean takes(int count) {
    return variadic == null ? arguments.size() == count : count >= arguments.size();
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(", ", -1));
  }
}
