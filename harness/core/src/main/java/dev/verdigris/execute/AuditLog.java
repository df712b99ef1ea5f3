package dev.verdigris.execute;

import dev.verdigris.VerdigrisException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the server's audit log says of changes by others. */
final class AuditLog {
  private static final int MOST = 100;

  private AuditLog() {}

  /**
   * The changes since a while ago by the server's clock, the last ones first, at most a hundred:
   * {@code 2026-11-25 13:00:00+00 create schema {…} by ann}. Never fails.
   *
   * @param own part of the details of entries that are left out, since they are our own
   */
  static List<String> since(Sessions sessions, Duration ago, String own) {
    try (Session session = sessions.open("audit")) {
      return session.query(
          sql(ago),
          rows -> {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
              String details = String.valueOf(rows.getString(3));
              if (!details.contains(own)) {
                lines.add(
                    rows.getString(5)
                        + "  "
                        + rows.getString(1)
                        + " "
                        + rows.getString(2)
                        + " "
                        + details
                        + " by "
                        + rows.getString(4));
              }
            }
            return lines;
          });
    } catch (SQLException | VerdigrisException e) {
      return List.of("the audit log cannot be read: " + e.getMessage());
    }
  }

  private static String sql(Duration ago) {
    return "SELECT event_type, object_type, details::text, \"user\", occurred_at::text"
        + " FROM mz_catalog.mz_audit_events WHERE occurred_at > now() - INTERVAL '"
        + Math.max(1, ago.toMillis())
        + " milliseconds' ORDER BY id DESC LIMIT "
        + MOST;
  }
}
