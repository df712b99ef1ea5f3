package dev.verdigris.catalog;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the server reports, with one statement and so at one time. */
public final class HealthReader {
  private String at = "";
  private final Map<String, SortedMap<String, Boolean>> hydrated = new HashMap<>();
  private final Map<String, BigDecimal> lags = new HashMap<>();
  private final Map<String, Optional<BigDecimal>> frontiers = new HashMap<>();
  private final Map<String, List<Health.ReplicaProcess>> replicas = new HashMap<>();
  private final List<Health.Offline> offline = new ArrayList<>();
  private final Map<String, Health.Connector> connectors = new HashMap<>();

  private HealthReader() {}

  /** Reads what is reported about what {@code question} names. */
  public static Health read(Queries queries, Health.Question question) throws SQLException {
    return queries.query(
        sql(question),
        rows -> {
          HealthReader reader = new HealthReader();
          while (rows.next()) {
            reader.take(
                rows.getString(1),
                text(rows.getString(2)),
                text(rows.getString(3)),
                text(rows.getString(4)),
                text(rows.getString(5)));
          }
          return reader.health();
        });
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private void take(String what, String id, String part, String value, String detail) {
    switch (what) {
      case "now" -> at = value;
      case "hydrated" ->
          hydrated.computeIfAbsent(id, any -> new TreeMap<>()).put(part, value.equals("t"));
      case "lag" -> {
        if (!value.isEmpty()) {
          lags.put(id, new BigDecimal(value));
        }
      }
      case "frontier" ->
          frontiers.put(
              id, value.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(value)));
      case "replica" ->
          replicas
              .computeIfAbsent(id, any -> new ArrayList<>())
              .add(new Health.ReplicaProcess(part, value, detail));
      case "offline" -> offline.add(new Health.Offline(id, detail, value));
      default -> connectors.put(id, new Health.Connector(value, detail));
    }
  }

  private Health health() {
    offline.sort(java.util.Comparator.comparing(Health.Offline::at).reversed());
    return new Health(at, hydrated, lags, frontiers, replicas, offline, connectors);
  }

  private static String sql(Health.Question question) {
    List<String> branches = new ArrayList<>();
    branches.add(
        "SELECT 'now'::text AS what, NULL::text AS id, NULL::text AS part, mz_now()::text AS value,"
            + " NULL::text AS detail");
    if (!question.objects().isEmpty()) {
      String ids = in(question.objects());
      branches.add(
          "SELECT 'hydrated', h.object_id, h.replica_id, CASE WHEN h.hydrated THEN 't' ELSE 'f' END,"
              + " NULL FROM mz_internal.mz_hydration_statuses h WHERE h.object_id"
              + ids);
      branches.add(
          "SELECT 'lag', l.object_id, NULL, EXTRACT(EPOCH FROM l.local_lag)::text, NULL"
              + " FROM mz_internal.mz_materialization_lag l WHERE l.object_id"
              + ids);
      branches.add(
          "SELECT 'frontier', f.object_id, NULL, f.write_frontier::text, NULL"
              + " FROM mz_internal.mz_frontiers f WHERE f.object_id"
              + ids);
    }
    if (!question.replicas().isEmpty()) {
      String ids = in(question.replicas());
      branches.add(
          "SELECT 'replica', r.replica_id, r.process_id::text, r.status, r.reason"
              + " FROM mz_internal.mz_cluster_replica_statuses r WHERE r.replica_id"
              + ids);
      branches.add(
          "SELECT 'offline', s.replica_id, s.process_id::text, s.occurred_at::text, s.reason"
              + " FROM mz_internal.mz_cluster_replica_status_history s"
              + " WHERE s.status = 'offline' AND s.occurred_at + INTERVAL '24 hours' > mz_now()"
              + " AND s.replica_id"
              + ids);
    }
    if (!question.connectors().isEmpty()) {
      String ids = in(question.connectors());
      branches.add(
          "SELECT 'connector', s.id, NULL, s.status, s.error FROM mz_internal.mz_sink_statuses s"
              + " WHERE s.id"
              + ids);
      branches.add(
          "SELECT 'connector', s.id, NULL, s.status, s.error FROM mz_internal.mz_source_statuses s"
              + " WHERE s.id"
              + ids);
    }
    return String.join(" UNION ALL ", branches);
  }

  private static String in(Collection<String> ids) {
    return ids.stream()
        .sorted()
        .map(Identifiers::literal)
        .collect(Collectors.joining(", ", " IN (", ")"));
  }
}
