package dev.verdigris.readiness;

import dev.verdigris.Durations;
import dev.verdigris.Problem;
import dev.verdigris.VerdigrisException;
import dev.verdigris.catalog.EveryValue;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.execute.DeadlineException;
import dev.verdigris.execute.Session;
import dev.verdigris.execute.Sessions;
import dev.verdigris.execute.SqlStates;
import dev.verdigris.readiness.Expected.Read;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be wrong with an environment that is about to serve again. Nothing is waited for and
 * nothing refused: whoever asks is in a hurry, and what could not be asked is told as such.
 *
 * @param sessions where sessions come from
 * @param requirements when something counts as ready
 * @param patience for all of it
 */
public record Doubts(Sessions sessions, Requirements requirements, Duration patience) {

  /** One line each; empty where everything is ready and can be read. */
  public List<String> about(Expected expected) {
    if (expected.isNothing()) {
      return List.of();
    }
    List<String> doubts = new ArrayList<>();
    long until = System.nanoTime() + patience.toNanos();
    try (Session session = sessions.open("look", patience)) {
      Status status = new Status();
      Waiter.ask(session, expected, status);
      Readiness.hopeless(expected, status, () -> "").map(Problem::summary).ifPresent(doubts::add);
      doubts.addAll(Readiness.pending(expected, status, requirements));
      read(session, expected.reads().stream().filter(Read::stored).toList(), until, doubts);
    } catch (SQLException e) {
      doubts.add("whether it is ready could not be asked: " + SqlStates.message(e));
    } catch (VerdigrisException e) {
      doubts.add("whether it is ready could not be asked: " + e.problem().summary());
    }
    return doubts;
  }

  /** Only a read tells of data that is an error; a view is left to its readers. */
  private void read(Session session, List<Read> reads, long until, List<String> doubts)
      throws SQLException {
    String cluster = "";
    for (int i = 0; i < reads.size(); i++) {
      Read read = reads.get(i);
      long left = until - System.nanoTime();
      if (left <= 0) {
        doubts.add(
            (reads.size() - i)
                + " of "
                + reads.size()
                + " relations were not read within "
                + Durations.text(patience)
                + ": whether their data are errors is not known");
        return;
      }
      if (!read.cluster().equals(cluster)) {
        cluster = read.cluster();
        session.execute("SET cluster = " + Identifiers.quote(cluster));
      }
      try {
        session.queryCancellable(
            EveryValue.of(read.sqlName(), read.columns()),
            Duration.ofNanos(left),
            rows -> rows.next());
      } catch (SQLException e) {
        if (SqlStates.connectionLost(e)) {
          throw e;
        }
        doubts.add(
            read.sqlName()
                + (e instanceof DeadlineException
                    ? ": it was not read within " + Durations.text(patience)
                    : ": " + SqlStates.message(e)));
      }
    }
  }
}
