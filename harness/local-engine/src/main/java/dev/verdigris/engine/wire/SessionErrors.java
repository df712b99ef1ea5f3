package dev.verdigris.engine.wire;

import dev.verdigris.engine.Notice;
import dev.verdigris.engine.SqlException;

/** Errors and notices about cursors, prepared statements and what a session has chosen. */
final class SessionErrors {
  private static final String LIST_CLUSTERS =
      "Create the cluster with CREATE CLUSTER or pick an extant cluster with SET CLUSTER = name."
          + " List available clusters with SHOW CLUSTERS.";
  private static final String LIST_DATABASES =
      "Create the database with CREATE DATABASE or pick an extant database with SET DATABASE ="
          + " name. List available databases with SHOW DATABASES.";

  private SessionErrors() {}

  static SqlException unknownCursor(String name) {
    return SqlException.of("34000", "cursor \"" + name + "\" does not exist");
  }

  static SqlException cursorExists(String name) {
    return SqlException.of("42P03", "cursor \"" + name + "\" already exists");
  }

  static SqlException unknownStatement(String name) {
    return SqlException.internal("unknown prepared statement " + name);
  }

  static SqlException statementExists(String name) {
    return SqlException.of("42P05", "prepared statement " + name + " already exists");
  }

  static Notice clusterMissing(String name) {
    return new Notice(
        "NOTICE", "MZ007", "cluster \"" + name + "\" does not exist", null, LIST_CLUSTERS);
  }

  static Notice databaseMissing(String name) {
    return new Notice(
        "NOTICE", "MZ006", "database \"" + name + "\" does not exist", null, LIST_DATABASES);
  }

  static Notice clusterMissingAtStart(String name) {
    return new Notice(
        "NOTICE",
        "MZ005",
        "session default cluster \"" + name + "\" does not exist",
        null,
        "Pick an extant cluster with SET CLUSTER = name. Run SHOW CLUSTERS to see available"
            + " clusters.");
  }

  static Notice databaseMissingAtStart(String name) {
    return new Notice(
        "NOTICE",
        "MZ004",
        "session database \"" + name + "\" does not exist",
        null,
        LIST_DATABASES);
  }

  static Notice notSetAtStart(String name, String why) {
    return new Notice(
        "NOTICE", "00000", "startup setting " + name + " not set: " + why, null, null);
  }

  static Notice upgraded(String level) {
    return new Notice(
        "NOTICE",
        "00000",
        "transaction isolation level "
            + level
            + " is unimplemented, the session will be upgraded to serializable",
        null,
        null);
  }

  static Notice allSystemVariablesUpdated() {
    return new Notice(
        "NOTICE",
        "00000",
        "all variables were updated for the system, this will have no effect on the current"
            + " session",
        null,
        null);
  }

  static Notice systemVariableUpdated(String name) {
    return new Notice(
        "NOTICE",
        "00000",
        "variable \""
            + name
            + "\" was updated for the system, this will have no effect on the current session",
        null,
        null);
  }
}
