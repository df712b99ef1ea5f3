package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.util.List;

/** Errors of variables, in Materialize's words. */
final class VariableErrors {
  private VariableErrors() {}

  static SqlException unknown(String name) {
    return SqlException.of("42704", "unrecognized configuration parameter \"" + name + "\"");
  }

  static SqlException readOnly(String name) {
    return SqlException.of("55P02", "parameter \"" + name + "\" cannot be changed");
  }

  static SqlException fixed(String name, String value) {
    return SqlException.of(
        "22023", "parameter \"" + name + "\" can only be set to \"" + value + "\"");
  }

  static SqlException type(String name, String type) {
    return SqlException.of("22023", "parameter \"" + name + "\" requires a \"" + type + "\" value");
  }

  static SqlException invalid(String name, String value) {
    return SqlException.of(
        "22023", "invalid value for parameter \"" + name + "\": \"" + value + "\"");
  }

  static SqlException notAmong(String name, String value, String available) {
    return invalid(name, value).withHint("Available values: " + available + ".");
  }

  static SqlException several(String name, List<String> values) {
    return SqlException.of(
        "22023",
        "parameter \"%s\" cannot have value \"%s\": expects a single value"
            .formatted(name, String.join("\",\"", values)));
  }

  static SqlException clusterInTransaction() {
    return SqlException.of("25001", "SET cluster cannot be called in an active transaction");
  }
}
