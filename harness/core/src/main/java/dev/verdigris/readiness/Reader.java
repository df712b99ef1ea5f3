package dev.verdigris.readiness;

import dev.verdigris.DeploymentListener;
import dev.verdigris.Durations;
import dev.verdigris.Event;
import dev.verdigris.catalog.EveryValue;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.execute.DeadlineException;
import dev.verdigris.execute.Failures;
import dev.verdigris.execute.Interruption;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.readiness.Expected.Read;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads each relation. A materialized view whose data is an error counts as hydrated, and a view
 * whose owner may not read its inputs is made without a word; only a read tells. Each read has the
 * deadline of a statement.
 */
final class Reader {
  private final Sessions sessions;
  private final DeploymentListener listener;
  private final Interruption interruption;
  private final Failures failures;

  Reader(
      Sessions sessions,
      DeploymentListener listener,
      Interruption interruption,
      Failures failures) {
    this.sessions = sessions;
    this.listener = listener;
    this.interruption = interruption;
    this.failures = failures;
  }

  /** Reads all; VG-4103 names those that cannot be read, VG-4201 one that gives no row in time. */
  void read(List<Read> reads) {
    if (reads.isEmpty()) {
      return;
    }
    List<String> errors = new ArrayList<>();
    try (Session session = sessions.open(failures.phase().label() + " read")) {
      String cluster = "";
      for (Read read : reads) {
        if (interruption.requested()) {
          throw failures.interrupted();
        }
        if (!read.cluster().equals(cluster)) {
          cluster = read.cluster();
          session.execute("SET cluster = " + Identifiers.quote(cluster));
        }
        try {
          session.queryCancellable(
              EveryValue.of(read.sqlName(), read.columns()), rows -> rows.next());
        } catch (SQLException e) {
          if (SqlStates.connectionLost(e) || interruption.requested()) {
            throw e;
          }
          if (e instanceof DeadlineException late) {
            late(session, read, late, errors);
          } else {
            errors.add(error(read, e));
          }
        }
      }
    } catch (SQLException e) {
      throw failures.of("a read of green", e);
    }
    if (!errors.isEmpty()) {
      throw ReadinessProblems.dataIsAnError(errors, failures.state().get()).exception();
    }
  }

  /**
   * What takes long is no error: a view is computed for each reader, and what is stored may be
   * large. Only where what is stored does not even give one row, nobody can read it.
   */
  private void late(Session session, Read read, DeadlineException late, List<String> errors)
      throws SQLException {
    if (read.stored()) {
      try {
        session.queryCancellable(
            "SELECT 1 FROM " + read.sqlName() + " LIMIT 1", rows -> rows.next());
      } catch (SQLException e) {
        if (SqlStates.connectionLost(e) || interruption.requested()) {
          throw e;
        }
        if (e instanceof DeadlineException) {
          throw failures.of("a read of " + read.sqlName(), e);
        }
        errors.add(error(read, e));
        return;
      }
    }
    listener.on(
        new Event.Note(
            failures.phase(),
            (read.stored() ? "all of " : "view ")
                + read.sqlName()
                + " could not be read within "
                + Durations.text(late.deadline())
                + ": whether its data is an error is not known"));
  }

  private static String error(Read read, SQLException e) {
    return read.sqlName() + ": " + SqlStates.messageAndDetail(e);
  }
}
