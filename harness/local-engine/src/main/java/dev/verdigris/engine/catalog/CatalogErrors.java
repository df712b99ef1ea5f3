package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import java.util.List;

/** Errors of name lookup, in Materialize's words. */
final class CatalogErrors {
  private CatalogErrors() {}

  static SqlException unknownItem(List<String> name) {
    return SqlException.internal("unknown catalog item '" + String.join(".", name) + "'");
  }

  static SqlException unknownSchema(String name) {
    return SqlException.internal("unknown schema '" + name + "'");
  }

  static SqlException unknownDatabase(String name) {
    return SqlException.internal("unknown database '" + name + "'");
  }

  static SqlException unknownCluster(String name) {
    return SqlException.internal("unknown cluster '" + name + "'");
  }

  static SqlException unknownRole(String name) {
    return SqlException.internal("unknown role '" + name + "'");
  }

  static SqlException unknownReplica(String cluster, String name) {
    return SqlException.internal(
        "CLUSTER " + cluster + " has no CLUSTER REPLICA named \"" + name + "\"");
  }

  static SqlException tooManyParts(List<String> name) {
    return SqlException.internal(
        "qualified name did not have between 1 and 3 components: " + String.join(".", name));
  }

  static SqlException noSchemaSelected() {
    return SqlException.of("3F000", "no valid schema selected")
        .withHint(
            "Use SET schema = name to select a schema.  Use SHOW SCHEMAS to list available schemas. "
                + " Use SHOW search_path to show the schema names that we looked for, but none of"
                + " them existed.");
  }
}
