package dev.verdigris.engine.query;

import dev.verdigris.engine.SqlException;
import java.util.List;
import java.util.stream.Collectors;

/** Materialize's errors about names and types in queries, as recorded. */
final class QueryErrors {
  private QueryErrors() {}

  static SqlException noCast(SqlType from, SqlType to) {
    return SqlException.internal(
        "CAST does not support casting from " + from.display() + " to " + to.display());
  }

  static SqlException unknownFunction(String name) {
    return SqlException.internal("function \"" + name + "\" does not exist")
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.");
  }

  static SqlException noOverload(String name, List<SqlType> arguments) {
    return SqlException.internal("function " + name + "(" + list(arguments) + ") does not exist")
        .withHint(
            "No function matches the given name and argument types.  You might need to add"
                + " explicit type casts.");
  }

  static SqlException noOperator(String name, List<SqlType> operands) {
    String text =
        operands.size() == 1
            ? name + " " + operands.get(0).display()
            : operands.get(0).display() + " " + name + " " + operands.get(1).display();
    return SqlException.internal("operator does not exist: " + text)
        .withHint(
            "No operator matches the given name and argument types.  You might need to add"
                + " explicit type casts.");
  }

  static SqlException severalOverloads(String name, List<SqlType> arguments) {
    return SqlException.internal("function " + name + "(" + list(arguments) + ") is not unique")
        .withHint(
            "Could not choose a best candidate function.  You might need to add explicit type"
                + " casts.");
  }

  static SqlException severalOperators(String name, List<SqlType> operands) {
    String text =
        operands.size() == 1
            ? name + " " + operands.get(0).display()
            : operands.get(0).display() + " " + name + " " + operands.get(1).display();
    return SqlException.internal("operator is not unique: " + text)
        .withHint(
            "Could not choose a best candidate operator.  You might need to add explicit type"
                + " casts.");
  }

  static SqlException noType(String name) {
    return SqlException.internal("type \"" + name + "\" does not exist");
  }

  static SqlException noColumn(String name) {
    return SqlException.internal("column \"" + name + "\" does not exist");
  }

  /** A column that is not there; {@code similar} are those that are spelled almost the same. */
  static SqlException noColumn(String name, List<String> similar) {
    String suffix = "Make sure to surround case sensitive names in double quotes.";
    List<String> quoted = similar.stream().map(s -> "\"" + s + "\"").toList();
    return switch (quoted.size()) {
      case 0 -> noColumn(name);
      case 1 ->
          noColumn(name)
              .withHint("The similarly named column " + quoted.get(0) + " does exist. " + suffix);
      default ->
          noColumn(name)
              .withHint(
                  "There are similarly named columns that do exist: "
                      + String.join(", ", quoted)
                      + ". "
                      + suffix);
    };
  }

  static SqlException ambiguous(String name) {
    return SqlException.internal("column reference \"" + name + "\" is ambiguous");
  }

  static SqlException ungrouped(String name) {
    return SqlException.internal(
        "column \""
            + name
            + "\" must appear in the GROUP BY clause or be used in an aggregate function");
  }

  static SqlException mismatch(String what, SqlType left, SqlType right) {
    return SqlException.internal(
        what + " types " + left.display() + " and " + right.display() + " cannot be matched");
  }

  static SqlException notBoolean(String clause, SqlType type) {
    return SqlException.internal(clause + " must have type boolean, not type " + type.display());
  }

  static SqlException unsettledParameter(int number) {
    return SqlException.internal("could not determine data type of parameter $" + number);
  }

  private static String list(List<SqlType> types) {
    return types.stream().map(SqlType::display).collect(Collectors.joining(", "));
  }
}
