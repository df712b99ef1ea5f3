package dev.verdigris.validations;

import dev.verdigris.Relation;
import dev.verdigris.execute.ReadSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads at one timestamp: either one statement, or a transaction whose first query names every
 * relation that later ones read, since that one fixes the time and what may be read at it.
 */
final class Reading implements AutoCloseable {
  private final ReadSession session;
  private final Duration deadline;
  private final boolean shared;
  private boolean open;

  private Reading(ReadSession session, Duration deadline, boolean shared) {
    this.session = session;
    this.deadline = deadline;
    this.shared = shared;
  }

  /** Reads with a session that is given back at the end. */
  static Reading with(ReadSession session, @Nullable Duration deadline) {
    return new Reading(session, deadline == null ? session.deadline() : deadline, false);
  }

  /** Reads in a transaction that goes on afterwards. */
  static Reading sharing(ReadSession session, @Nullable Duration deadline) {
    return new Reading(session, deadline == null ? session.deadline() : deadline, true);
  }

  /** The cluster that pays. */
  String cluster() {
    return session.cluster();
  }

  /** Whether all reads of a shared snapshot have the same time. */
  boolean shared() {
    return shared;
  }

  /** Sends a query. */
  Table query(String sql) throws SQLException {
    try {
      return session.query(sql, deadline, Table::of);
    } catch (SQLException e) {
      throw new FailedStatement(sql, e);
    }
  }

  /**
   * Begins a transaction: what {@link #query} reads from here on is of one timestamp, and may be of
   * these relations. In a shared snapshot that has been done.
   */
  void begin(List<Relation> relations) throws SQLException {
    if (shared || open) {
      return;
    }
    session.execute("BEGIN", deadline);
    open = true;
    if (relations.size() > 1) {
      query(touching(relations));
    }
  }

  /** Begins a transaction whose first query, which the caller sends, names all that is read. */
  void begin() throws SQLException {
    begin(List.of());
  }

  /** A query that names relations and reads hardly anything of them, with the timestamp. */
  static String touching(List<Relation> relations) {
    return relations.stream()
        .map(relation -> "(SELECT count(*) FROM (SELECT 1 FROM " + relation + " LIMIT 1) AS one)")
        .collect(Collectors.joining(" + ", "SELECT mz_now()::text, ", ""));
  }

  @Override
  public void close() {
    if (shared) {
      return;
    }
    if (open) {
      try {
        session.execute("COMMIT", deadline);
      } catch (SQLException e) {
        // Nothing was written, and the session is not used again after a failure.
        session.spoil();
      }
    }
    session.close();
  }
}
