package dev.verdigris.engine.catalog;

import com.google.gson.JsonObject;

/**
 * One line of the audit log.
 *
 * @param action such as {@code create}
 * @param object what it was done to, such as {@code schema}
 * @param details what exactly
 */
record AuditEvent(String action, String object, JsonObject details) {

  /** Details of pairs of names and values. */
  static AuditEvent of(String action, ObjectType object, String... pairs) {
    JsonObject details = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      details.addProperty(pairs[i], pairs[i + 1]);
    }
    return new AuditEvent(action, object.catalogName(), details);
  }
}
