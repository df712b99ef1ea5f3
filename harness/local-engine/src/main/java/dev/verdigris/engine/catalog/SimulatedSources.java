package dev.verdigris.engine.catalog;

import dev.verdigris.engine.fault.Steerings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How sources are said to be, by full name; those of which nothing is said run. */
final class SimulatedSources {
  private static final String SOURCE = "source_is";
  private static final String RUNNING = "running";

  private record Health(String status, @Nullable String error) {}

  private final Steerings steerings;
  private final Map<String, Health> sources = new ConcurrentHashMap<>();

  SimulatedSources(Steerings steerings) {
    this.steerings = steerings;
  }

  /** On another catalog all run but those of which something else is said. */
  void beginAnew(StoreStatements statements) {
    statements.run("DELETE FROM mz_local.source_status");
    sources.forEach((source, health) -> tell(source, health, statements));
  }

  void set(String source, String status, @Nullable String error, StoreStatements statements) {
    if (status.equals(RUNNING)) {
      reset(source, statements);
      return;
    }
    Health health = new Health(status, error);
    sources.put(source, health);
    steerings.set(SOURCE, source, error == null ? status : status + ", " + error);
    tell(source, health, statements);
  }

  void reset(String source, StoreStatements statements) {
    if (sources.remove(source) != null) {
      steerings.unset(SOURCE, source);
      statements.run(
          "DELETE FROM mz_local.source_status"
              + " WHERE source_id IN (SELECT id FROM mz_local.item WHERE full_name = ?)",
          source);
    }
  }

  /** The sources of which something is said. */
  Set<String> sources() {
    return sources.keySet();
  }

  private static void tell(String source, Health health, StoreStatements statements) {
    statements.run(
        "INSERT INTO mz_local.source_status SELECT id, ?, nullif(?, ''), clock_timestamp()"
            + " FROM mz_local.item WHERE full_name = ? ON CONFLICT (source_id) DO UPDATE SET"
            + " status = excluded.status, error = excluded.error, updated_at = excluded.updated_at",
        health.status(),
        health.error() == null ? "" : health.error(),
        source);
  }
}
