package dev.verdigris.readiness;

import dev.verdigris.DeploymentListener;
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
 * Reads one row of each relation. A materialized view whose data is an error counts as hydrated,
 * and a view whose owner may not read its inputs is made without a word; only a read tells. Each
 * read has the deadline of a statement.
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

  /** Reads all; VG-4103 names those that cannot be read, VG-4201 the one that takes too long. */
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
          if (e instanceof DeadlineException && read.stored()) {
            throw failures.of("a read of " + read.sqlName(), e);
          }
          failed(read, e, errors);
        }
      }
    } catch (SQLException e) {
      throw failures.of("a read of green", e);
    }
    if (!errors.isEmpty()) {
      throw ReadinessProblems.dataIsAnError(errors).exception();
    }
  }

  /** A view is computed for each reader: one that takes long is no error. */
  private void failed(Read read, SQLException e, List<String> errors) {
    if (e instanceof DeadlineException late) {
      listener.on(
          new Event.Note(
              failures.phase(),
              "view "
                  + read.sqlName()
                  + " could not be read within "
                  + late.deadline().toSeconds()
                  + " s: whether its data is an error is not known"));
    } else {
      errors.add(read.sqlName() + ": " + SqlStates.message(e));
    }
  }
}
