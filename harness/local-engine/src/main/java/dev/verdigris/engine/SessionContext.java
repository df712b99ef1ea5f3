package dev.verdigris.engine;

import java.util.List;

/**
 * What a statement knows of the session that sent it: who, where names are looked up, and the
 * session's variables.
 */
public interface SessionContext {

  /** The role whose rights count. */
  String role();

  /** Whether the role is one of the server's own, such as {@code mz_system}: a superuser. */
  boolean isSystemUser();

  /** The database in which unqualified schemas are looked up; it need not exist. */
  String database();

  /** The schemas of {@code search_path} as set, in order; they need not exist. */
  List<String> searchPath();

  /** The cluster in which statements without {@code IN CLUSTER} run; it need not exist. */
  String cluster();

  /**
   * The value of a variable as {@code SHOW} prints it.
   *
   * @param name in any case; an unknown one is an error, 42704
   */
  String setting(String name);

  /** The number by which the client knows its session, as in {@code pg_backend_pid()}. */
  default int number() {
    return 0;
  }

  /** Whether a feature is switched on that the server has off by default. */
  default boolean feature(String flag) {
    return false;
  }

  /** How many replicas a cluster may have. */
  default int maximumReplicas() {
    return 5;
  }

  /** Name of the schema that holds this session's temporary objects; unique to the session. */
  default String temporarySchema() {
    return "mz_temp_" + number();
  }

  /**
   * Fails if the statement that runs is to end: it was cancelled, or its client is gone. What waits
   * asks again and again.
   *
   * @throws SqlException with the reason, such as 57014
   */
  default void checkInterrupted() {
    // A session without a client is never interrupted.
  }

  /** Sends a notice to the client, ahead of the statement's completion. */
  void notice(Notice notice);
}
