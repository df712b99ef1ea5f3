package dev.verdigris.readiness;

import dev.verdigris.catalog.Identifiers;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of await. */
final class ReadinessSql {
  private ReadinessSql() {}

  /** What is reported about objects: hydration per replica, local lag in seconds, constants. */
  static String status(List<ExpectedObject> expected) {
    String ids =
        expected.stream()
            .map(object -> Identifiers.literal(object.id()))
            .distinct()
            .collect(Collectors.joining(", ", " IN (", ")"));
    return "SELECT '"
        + Readiness.HYDRATED
        + "'::text AS what, h.object_id AS object_id, h.replica_id AS replica_id,"
        + " CASE WHEN h.hydrated THEN 't' ELSE 'f' END AS value"
        + " FROM mz_internal.mz_hydration_statuses h WHERE h.object_id"
        + ids
        + " UNION ALL SELECT '"
        + Readiness.LAG
        + "'::text, l.object_id, NULL::text, EXTRACT(EPOCH FROM l.local_lag)::text"
        + " FROM mz_internal.mz_materialization_lag l WHERE l.object_id"
        + ids
        + " UNION ALL SELECT '"
        + Readiness.FRONTIER
        + "'::text, f.object_id, NULL::text,"
        + " CASE WHEN f.write_frontier IS NULL THEN 't' ELSE 'f' END"
        + " FROM mz_internal.mz_frontiers f WHERE f.object_id"
        + ids;
  }

  static String declare(List<ExpectedObject> expected) {
    return "DECLARE verdigris_readiness CURSOR FOR SUBSCRIBE (" + status(expected) + ")";
  }

  static String fetch(long millis) {
    return "FETCH ALL verdigris_readiness WITH (timeout = '" + millis + "ms')";
  }

  /** One row in the order of the first column: enough to evaluate all, little to send. */
  static String read(String relation) {
    return "SELECT * FROM " + relation + " ORDER BY 1 LIMIT 1";
  }
}
