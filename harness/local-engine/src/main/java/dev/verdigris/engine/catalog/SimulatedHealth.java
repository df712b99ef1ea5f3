package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.fault.Steerings;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How replicas are said to be, by {@code cluster.replica}; those of which nothing is said are
 * online.
 */
final class SimulatedHealth {
  private static final String REPLICA = "replica_is";
  private static final String ONLINE = "online";

  private record Health(String cluster, String replica, String status, @Nullable String reason) {}

  private final Steerings steerings;
  private final Map<String, Health> replicas = new ConcurrentHashMap<>();

  SimulatedHealth(Steerings steerings) {
    this.steerings = steerings;
  }

  /** On another catalog all are online but those of which something else is said. */
  void beginAnew(StoreStatements statements) {
    statements.run(
        "INSERT INTO mz_local.replica_status_history SELECT s.replica_id, 0, 'online', NULL,"
            + " clock_timestamp() FROM mz_internal.mz_cluster_replica_statuses s"
            + " WHERE s.status <> 'online'");
    replicas.values().forEach(each -> tell(each, statements));
  }

  void set(
      String cluster,
      String replica,
      String status,
      @Nullable String reason,
      StoreStatements statements) {
    Health health = new Health(cluster, replica, status, reason);
    String name = cluster + "." + replica;
    if (status.equals(ONLINE)) {
      replicas.remove(name);
      steerings.unset(REPLICA, name);
    } else {
      replicas.put(name, health);
      steerings.set(REPLICA, name, reason == null ? status : status + ", " + reason);
    }
    tell(health, statements);
  }

  void reset(String name, StoreStatements statements) {
    Health health = replicas.get(name);
    if (health != null) {
      set(health.cluster(), health.replica(), ONLINE, null, statements);
    }
  }

  /** The replicas of which something is said. */
  Set<String> replicas() {
    return replicas.keySet();
  }

  private static void tell(Health health, StoreStatements statements) {
    statements.run(
        "INSERT INTO mz_local.replica_status_history SELECT r.id, 0, ?, nullif(?, ''),"
            + " clock_timestamp() FROM mz_local.replica r JOIN mz_local.cluster c ON c.id ="
            + " r.cluster_id WHERE c.name = ? AND r.name = ?",
        health.status(),
        health.reason() == null ? "" : health.reason(),
        health.cluster(),
        health.replica());
  }

  /** Writes that the replicas that a change makes are online. */
  static void save(CatalogStore into, CatalogState before, CatalogState after) throws SQLException {
    JsonArray rows = new JsonArray();
    for (Replica replica : after.replicas()) {
      if (before.replica(replica.id()) == null) {
        JsonObject row = new JsonObject();
        row.addProperty("replica_id", replica.id().value());
        row.addProperty("process_id", 0);
        row.addProperty("status", ONLINE);
        row.addProperty("occurred_at", Instant.now().toString());
        rows.add(row);
      }
    }
    into.insert("replica_status_history", rows);
  }
}
