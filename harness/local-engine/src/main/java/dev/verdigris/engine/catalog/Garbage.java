package dev.verdigris.engine.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the catalog has dropped and PostgreSQL not yet: an open transaction that reads it would make
 * PostgreSQL wait. It is noted in {@code mz_local.garbage} and dropped when nobody reads it.
 */
final class Garbage {
  private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

  /** How long a drop waits for readers; the next change of the catalog tries again. */
  private static final String SWEEP_TIMEOUT = "20ms";

  private Garbage() {}

  /** Drops what was noted, in order, up to the first that somebody still reads. */
  static void sweep(Connection connection) {
    try {
      Map<Long, String> drops = noted(connection);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (Map.Entry<Long, String> drop : drops.entrySet()) {
          statement.execute("SET LOCAL lock_timeout = '" + SWEEP_TIMEOUT + "'");
          statement.execute(drop.getValue());
          statement.execute("DELETE FROM mz_local.garbage WHERE number = " + drop.getKey());
          connection.commit();
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      // The catalog has forgotten it either way, and the next change tries again.
      LOG.debug("something dropped is still in PostgreSQL", e);
    }
  }

  private static Map<Long, String> noted(Connection connection) throws SQLException {
    Map<Long, String> drops = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT number, statement FROM mz_local.garbage ORDER BY 1")) {
      while (rows.next()) {
        drops.put(rows.getLong(1), rows.getString(2));
      }
    }
    return drops;
  }
}
