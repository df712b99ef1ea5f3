package dev.verdigris.engine.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.verdigris.engine.fault.Spans;
import dev.verdigris.engine.fault.Steerings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How far objects are said to be behind their inputs, by their full names. */
final class SimulatedLag {
  private static final String LAGS = "lags";

  private final Steerings steerings;
  private final Map<String, Duration> lags = new ConcurrentHashMap<>();

  SimulatedLag(Steerings steerings) {
    this.steerings = steerings;
  }

  void set(String object, Duration lag, StoreStatements statements) {
    lags.put(object, lag);
    steerings.set(LAGS, object, Spans.text(lag));
    statements.run(
        "INSERT INTO mz_local.lag SELECT id, ?::interval FROM mz_local.item WHERE full_name = ?"
            + " ON CONFLICT (object_id) DO UPDATE SET lag = excluded.lag",
        lag.toMillis() + " ms",
        object);
  }

  void reset(String object, StoreStatements statements) {
    lags.remove(object);
    steerings.unset(LAGS, object);
    statements.run(
        "DELETE FROM mz_local.lag WHERE object_id IN"
            + " (SELECT id FROM mz_local.item WHERE full_name = ?)",
        object);
  }

  /** The objects of which something is said. */
  Set<String> objects() {
    return lags.keySet();
  }

  /** Writes the lag of what is made by a change. */
  void save(CatalogStore into, CatalogState before, CatalogState after) throws SQLException {
    if (lags.isEmpty()) {
      return;
    }
    JsonArray rows = new JsonArray();
    for (Item item : after.items()) {
      Duration lag = lags.get(String.join(".", after.fullName(item)));
      if (lag != null && before.item(item.id()) == null) {
        JsonObject row = new JsonObject();
        row.addProperty("object_id", item.id().value());
        row.addProperty("lag", lag.toMillis() + " ms");
        rows.add(row);
        steerings.fired(LAGS, String.join(".", after.fullName(item)), "made as " + item.id());
      }
    }
    into.insert("lag", rows);
  }
}
