package dev.verdigris.readiness;

import dev.verdigris.catalog.Identifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of await. */
final class ReadinessSql {
  private ReadinessSql() {}

  /**
   * What is reported, in one statement: about objects, hydration on each replica, local lag in
   * seconds with the slowest input, constants, what refreshes by a schedule; about clusters, their
   * replicas; about replicas, status and kills within a day; about sources, what keeps them from
   * running.
   *
   * @param expected something: objects, or sources below what are only views
   */
  static String status(Expected expected) {
    List<String> branches = new ArrayList<>();
    if (!expected.objects().isEmpty()) {
      branches.addAll(ofObjects(expected));
    }
    if (!expected.sources().isEmpty()) {
      branches.add(
          "SELECT '"
              + Readiness.SOURCE
              + "'::text AS what, o.id AS object_id, o.error AS part, o.status AS value"
              + " FROM mz_internal.mz_source_statuses o"
              + " WHERE o.status <> 'running' AND o.id"
              + in(expected.sources().keySet()));
    }
    return String.join(" UNION ALL ", branches);
  }

  static String declare(Expected expected) {
    return "DECLARE verdigris_readiness CURSOR FOR SUBSCRIBE (" + status(expected) + ")";
  }

  static String fetch(long millis) {
    return "FETCH ALL verdigris_readiness WITH (timeout = '" + millis + "ms')";
  }

  private static List<String> ofObjects(Expected expected) {
    String ids = in(expected.ids());
    String replicas = in(expected.replicas().keySet());
    List<String> branches = new ArrayList<>();
    branches.add(
        "SELECT '"
            + Readiness.HYDRATED
            + "'::text AS what, h.object_id AS object_id, h.replica_id AS part,"
            + " CASE WHEN h.hydrated THEN 't' ELSE 'f' END AS value"
            + " FROM mz_internal.mz_hydration_statuses h WHERE h.object_id"
            + ids);
    branches.add(
        "SELECT '"
            + Readiness.LAG
            + "'::text, l.object_id, l.slowest_local_input_id,"
            + " EXTRACT(EPOCH FROM l.local_lag)::text"
            + " FROM mz_internal.mz_materialization_lag l WHERE l.object_id"
            + in(expected.idsWithBlue()));
    branches.add(
        "SELECT '"
            + Readiness.FRONTIER
            + "'::text, f.object_id, NULL::text,"
            + " CASE WHEN f.write_frontier IS NULL THEN 't' ELSE 'f' END"
            + " FROM mz_internal.mz_frontiers f WHERE f.object_id"
            + ids);
    branches.add(
        "SELECT '"
            + Readiness.REFRESH
            + "'::text, r.materialized_view_id, NULL::text, r.type"
            + " FROM mz_internal.mz_materialized_view_refresh_strategies r"
            + " WHERE r.type <> 'on-commit' AND r.materialized_view_id"
            + ids);
    branches.add(
        "SELECT '"
            + Readiness.PLACED
            + "'::text, p.cluster_id, p.id, NULL::text"
            + " FROM mz_catalog.mz_cluster_replicas p WHERE p.cluster_id"
            + in(expected.replicasByCluster().keySet()));
    branches.add(
        "SELECT '"
            + Readiness.REPLICA
            + "'::text, s.replica_id, s.reason, s.status"
            + " FROM mz_internal.mz_cluster_replica_statuses s WHERE s.replica_id"
            + replicas);
    branches.add(
        "SELECT '"
            + Readiness.KILLED
            + "'::text, k.replica_id, NULL::text, count(*)::text"
            + " FROM mz_internal.mz_cluster_replica_status_history k"
            + " WHERE k.reason = 'oom-killed' AND k.occurred_at + INTERVAL '24 hours' > mz_now()"
            + " AND k.replica_id"
            + replicas
            + " GROUP BY k.replica_id");
    return branches;
  }

  private static String in(Collection<String> ids) {
    return ids.stream().map(Identifiers::literal).collect(Collectors.joining(", ", " IN (", ")"));
  }
}
